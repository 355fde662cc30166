"""How fast a class is graded: ``autograder grade``, plain ``nbgrader autograde`` and the floor, in one run.

    python benchmarks/throughput.py [--assignment 03-training] [--students 8] [--rounds 1] [--without-nbgrader]

All three take the same perfect submissions of the same course from a cold start, each in its own copy; the floor
(``benchmarks/floor.py``) is one warm-up and then the same cells, bare, in forked processes. Medians of the rounds are
compared. Prints a table, checks that the grades are the same, and writes ``benchmarks/out/throughput-ASSIGNMENT.json``.
"""

import argparse
import json
import os
import shutil
import statistics
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
    """Runs all and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="03-training")
    parser.add_argument("--students", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--without-nbgrader", action="store_true")
    options = parser.parse_args()
    name, workers = options.assignment, os.cpu_count() or 1
    grade = ["-m", "autograder.cli", "grade", name, "--force", "--workers", str(workers)]
    floor = [str(PROJECT / "benchmarks" / "floor.py"), name, ".", str(workers)]
    commands = {"floor": (floor, None), "autograder grade": (grade, None)}
    if not options.without_nbgrader:
        commands["nbgrader autograde"] = (["-m", "nbgrader", "autograde", name, "--force"], PLAIN_CONFIG)
    seconds: dict[str, list[float]] = {command: [] for command in commands}
    grades = {}
    folder = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    folder.chmod(0o755)
    try:
        for command, (_, config) in commands.items():
            make_course(folder / command, name, options.students, config)
        for _ in range(options.rounds):
            for command, (arguments, _) in commands.items():
                seconds[command].append(timed([sys.executable, *arguments], folder / command))
        for command in commands.keys() - {"floor"}:
            rows = scores(load_course(folder / command), name)
            grades[command] = {row.student: row.score for row in rows}
    finally:
        shutil.rmtree(folder)
    medians = {command: statistics.median(found) for command, found in seconds.items()}
    ours = medians["autograder grade"]
    table = Table("command", "seconds", "a submission", "times ours", title=f"{options.students} submissions of {name}")
    for command, wall in medians.items():
        table.add_row(command, f"{wall:.1f}", f"{wall / options.students:.2f}", f"{wall / ours:.2f}")
    Console().print(table)
    same = len({json.dumps(g, sort_keys=True) for g in grades.values()}) == 1
    print(f"{ours / medians['floor']:.2f} × the floor; grades {'the same' if same else f'DIFFER: {grades}'}")
    out = PROJECT / "benchmarks" / "out" / f"throughput-{name}.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"seconds": seconds, "students": options.students, "grades": grades}, indent=1) + "\n")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
