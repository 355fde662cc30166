"""Wall time of ``autograder grade`` and of plain ``nbgrader autograde`` on the same files, in one run.

    python benchmarks/versus_nbgrader.py [--assignment 03-training] [--students 8]

Both grade the same perfect submissions of the same course from a cold start, each in its own copy. Prints a table,
checks that the grades are the same, and writes ``benchmarks/out/versus_nbgrader.json``.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.answers import write_submission
from autograder.course import load_course
from autograder.data import mnist_root
from autograder.gradebook import scores
from autograder.release import release

PROJECT = Path(__file__).resolve().parents[1]
# nbgrader as it comes, but for the time a training cell needs; and the rest of the settings that both share.
PLAIN_CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "deep-learning"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "wrong_answers", "right_answers", "data"]
c.Execute.timeout = 600
c.Autograder.repository = "your-organization/deep-learning-course"  # not nbgrader's: fills the badge at release
"""


def make_course(folder: Path, assignment: str, students: int, config: str | None) -> None:
    """A course with perfect submissions; `config` None takes this project's own."""
    folder.mkdir()
    shutil.copytree(PROJECT / "source" / assignment, folder / "source" / assignment)
    if config is None:
        for name in ("course_config.py", "nbgrader_config.py"):
            shutil.copy(PROJECT / name, folder)
    else:
        (folder / "nbgrader_config.py").write_text(config)
    course = load_course(folder)
    release(course, assignment)
    source = course.assignment(assignment)
    for number in range(students):
        write_submission(source, course.path("submitted", f"student{number:02d}", assignment), {})


def timed(command: list[str], folder: Path) -> float:
    """Wall time of a command that must succeed, in seconds."""
    environment = {**os.environ, "MNIST_ROOT": str(mnist_root()), "OMP_NUM_THREADS": "1"}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    started = time.monotonic()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    """Runs both and prints the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="03-training")
    parser.add_argument("--students", type=int, default=8)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    commands = {"autograder grade": [sys.executable, "-m", "autograder.cli", "grade", options.assignment],
                "nbgrader autograde": [sys.executable, "-m", "nbgrader", "autograde", options.assignment]}  # fmt: skip
    seconds, grades = {}, {}
    try:
        for name, config in zip(commands, (None, PLAIN_CONFIG), strict=True):
            course_folder = folder / name.split()[0]
            make_course(course_folder, options.assignment, options.students, config)
            seconds[name] = timed(commands[name], course_folder)
            rows = scores(load_course(course_folder), options.assignment)
            grades[name] = {row.student: row.score for row in rows}
    finally:
        shutil.rmtree(folder)
    ours, theirs = seconds.values()
    table = Table("command", "seconds", "a submission", title=f"{options.students} submissions of {options.assignment}")
    for name, wall in seconds.items():
        table.add_row(name, f"{wall:.1f}", f"{wall / options.students:.2f}")
    Console().print(table)
    same = len({json.dumps(g, sort_keys=True) for g in grades.values()}) == 1
    print(f"{theirs / ours:.2f} times faster; grades {'the same' if same else f'DIFFER: {grades}'}")
    out = PROJECT / "benchmarks" / "out" / "versus_nbgrader.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"seconds": seconds, "ratio": theirs / ours, "grades": grades}, indent=1) + "\n")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
