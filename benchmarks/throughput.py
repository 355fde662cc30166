"""How fast a class is graded: ``autograder grade``, plain ``nbgrader autograde`` and the floor, in one run.

    python benchmarks/throughput.py [--assignment 03-training] [--students 8] [--rounds 1] [--without-nbgrader]
    python benchmarks/throughput.py --assignment light --students 8 32

All three take the same perfect submissions of the same course from a cold start, each in its own copy; the floor
(``benchmarks/floor.py``) is one warm-up and then the same cells, bare, in forked processes. The class ``light`` is of
three short exercises on tensors, without figures. Medians of the rounds are compared; of two sizes of the class, what
each submission costs that the larger one has more. Prints a table for each size, checks that the grades are the same,
and writes ``benchmarks/out/throughput-ASSIGNMENT.json``.
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

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.answers import write_submission
from autograder.course import load_course
from autograder.data import mnist_root
from autograder.gradebook import scores
from autograder.release import release

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from small_course import LIGHT, light_notebook  # noqa: E402  # the tests' own course

FLOOR, OURS, NBGRADER = "floor", "autograder grade", "nbgrader autograde"
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
    if assignment == LIGHT:
        (folder / "source" / LIGHT).mkdir(parents=True)
        nbformat.write(light_notebook(), folder / "source" / LIGHT / f"{LIGHT}.ipynb")
    else:
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


def commands(assignment: str, with_nbgrader: bool) -> dict[str, tuple[list[str], str | None]]:
    """Name → arguments of Python and configuration of the course, of all that are compared."""
    workers = str(os.cpu_count() or 1)
    found: dict[str, tuple[list[str], str | None]] = {
        FLOOR: ([str(PROJECT / "benchmarks" / "floor.py"), assignment, ".", workers], None),
        OURS: (["-m", "autograder.cli", "grade", assignment, "--force", "--workers", workers], None),
    }
    if with_nbgrader:
        found[NBGRADER] = (["-m", "nbgrader", "autograde", assignment, "--force"], PLAIN_CONFIG)
    return found


def measure(assignment: str, students: int, rounds: int, with_nbgrader: bool) -> tuple[dict[str, list[float]], bool]:
    """Command → its seconds in each round; and whether all gave the same grades."""
    compared = commands(assignment, with_nbgrader)
    seconds: dict[str, list[float]] = {command: [] for command in compared}
    folder = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    folder.chmod(0o755)
    try:
        for command, (_, config) in compared.items():
            make_course(folder / command, assignment, students, config)
        for _ in range(rounds):
            for command, (arguments, _) in compared.items():
                seconds[command].append(timed([sys.executable, *arguments], folder / command))
        grades = [
            {row.student: row.score for row in scores(load_course(folder / command), assignment)}
            for command in compared.keys() - {FLOOR}
        ]
    finally:
        shutil.rmtree(folder)
    same = all(found == grades[0] for found in grades)
    if not same:
        print(f"The grades DIFFER: {grades}")
    return seconds, same


def table(assignment: str, students: int, medians: dict[str, float]) -> Table:
    """What one size of the class took."""
    made = Table("command", "seconds", "a submission", "times ours", title=f"{students} submissions of {assignment}")
    for command, wall in medians.items():
        made.add_row(command, f"{wall:.1f}", f"{wall / students:.2f}", f"{wall / medians[OURS]:.2f}")
    return made


def main() -> None:
    """Runs all and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="03-training", help="a folder of source/, or light")
    parser.add_argument("--students", type=int, nargs="+", default=[8])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--without-nbgrader", action="store_true")
    options = parser.parse_args()
    name, found, same = options.assignment, {}, True
    medians: dict[int, dict[str, float]] = {}
    for students in sorted(options.students):
        found[students], agree = measure(name, students, options.rounds, not options.without_nbgrader)
        same = same and agree
        medians[students] = {command: statistics.median(walls) for command, walls in found[students].items()}
        ours, floor = medians[students][OURS], medians[students][FLOOR]
        Console().print(table(name, students, medians[students]))
        print(f"{ours / floor:.2f} × the floor, {1000 * (ours - floor) / students:.0f} ms a submission above it")
    if len(medians) > 1:
        few, many = min(medians), max(medians)
        added = {c: (medians[many][c] - medians[few][c]) / (many - few) for c in medians[few]}
        for command, wall in added.items():
            print(f"{command}: an added submission {wall:.3f} s, {wall / added[OURS]:.1f} × ours")
    out = PROJECT / "benchmarks" / "out" / f"throughput-{name}.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n")
    print(f"grades {'the same' if same else 'DIFFER'}")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
