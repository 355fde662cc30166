"""What makes commands slow to start is kept out, and nothing else."""

import subprocess
import sys
from pathlib import Path

from small_course import write_class

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


RUN = """
import sys
from autograder.cli import main

for command in ("grade", "feedback", "report", "similarity"):
    print(command, main([command, "a1"]))
print(main(["export", "csv", "a1"]))
print([name for name in ("torch", "sklearn", "ray") if name in sys.modules])
"""


def test_no_command_of_a_class_imports_torch_into_its_own_process(tmp_path: Path) -> None:
    """The warm process imports it meanwhile; done here too, it would cost as long again."""
    course = write_class(tmp_path)
    ran = subprocess.run([sys.executable, "-c", RUN], cwd=course.root, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
    assert (tmp_path / "feedback/ada/a1").is_dir()
    assert (tmp_path / "reports/a1.html").is_file()
