"""``python -m autograder.exports.gradescope FOLDER``: grades the submission below a folder like /autograder."""

import sys
from pathlib import Path

from autograder.startup import quick_start

with quick_start():
    from autograder.exports.gradescope.run import main

main(Path(sys.argv[1]))
