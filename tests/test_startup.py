"""What makes commands slow to start is kept out, and nothing else."""

import subprocess
import sys

SCRIPT = """
import sys
from autograder.startup import quick_jsonschema

with quick_jsonschema():
    import nbformat
import jsonschema

assert "rfc3987_syntax" not in sys.modules
nbformat.validate(nbformat.v4.new_notebook())
try:
    jsonschema.validate({"n": "one"}, {"properties": {"n": {"type": "integer"}}})
except jsonschema.ValidationError:
    print("still validates")
import rfc3987_syntax  # whoever asks for it later gets it
"""


def test_jsonschema_works_without_its_slow_format_checker_which_others_can_still_import() -> None:
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert ran.stdout == "still validates\n", ran.stderr
