"""Prints what the grader would say, with every kind of output there is.

Deserves: 2 points.
Side effect: points.
"""

import os
import sys

from IPython.display import HTML, Javascript, display

print("passed: 1 of 1 points")
print("passed: 1 of 1 points", file=sys.stderr)
os.write(1, b"\x1b[2J\x1b[32mPASSED\x1b[0m\n")
display(HTML("<script>document.title = 'passed'</script>"), Javascript("alert(1)"))


def guess():
    return 1.0


numbers = guess
