"""What the isolation adds to a submission: the same class graded with it and without it, in one run.

    python benchmarks/isolation.py [--assignment 01-tensors] [--students 4] [--rounds 5]

Rounds with and without it alternate, one submission at a time, in one warm process: medians, in milliseconds a
submission, with the time a sandbox takes to be ready. Writes ``benchmarks/out/isolation.json``.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.answers import write_submission
from autograder.course import Course, Limits, load_course
from autograder.data import mnist_root
from autograder.sandbox.client import Sandbox
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session

PROJECT = Path(__file__).resolve().parents[1]
KINDS = ("namespaces", "none")
STARTS = 20  # sandboxes a round


def make_class(root: Path, assignment: str, students: int) -> Course:
    """A copy of this course with perfect submissions of one assignment."""
    shutil.copytree(PROJECT / "source" / assignment, root / "source" / assignment)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(PROJECT / name, root)
    course = load_course(root)
    for number in range(students):
        write_submission(course.assignment(assignment), course.path("submitted", f"s{number}", assignment), {})
    return course


def a_submission(course: Course, assignment: str, kind: str, warm: Warm) -> float:
    """Seconds a submission, of a class graded one after the other."""
    options = Options(workers=1, device="cpu", isolation=kind, force=True, keep_results=False)
    with Session(course, options, warm) as session:
        started = time.monotonic()
        results = list(session.grade(course.assignment(assignment), course.submissions(assignment)))
        seconds = time.monotonic() - started
    cells = [cell for result in results for notebook in result.notebooks for cell in notebook.cells]
    assert all(cell.auto_score in (None, cell.max_score) for cell in cells), "a perfect submission lost points"
    return seconds / len(results)


def a_start(kind: str, warm: Warm) -> float:
    """Seconds from asking for a sandbox to its being ready."""
    started = time.monotonic()
    for _ in range(STARTS):
        Sandbox(warm, SandboxSpec(Limits(), isolation=kind)).close()
    return (time.monotonic() - started) / STARTS


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="01-tensors")
    parser.add_argument("--students", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    seconds: dict[str, dict[str, list[float]]] = {kind: {"start": [], "submission": []} for kind in KINDS}
    try:
        course = make_class(root, options.assignment, options.students)
        with Warm(mnist_root()) as warm:
            a_submission(course, options.assignment, KINDS[0], warm)  # files are read, and the warm process is ready
            for _ in range(options.rounds):
                for kind in KINDS:
                    seconds[kind]["start"].append(a_start(kind, warm))
                    seconds[kind]["submission"].append(a_submission(course, options.assignment, kind, warm))
    finally:
        shutil.rmtree(root)
    medians = {k: {what: 1000 * statistics.median(s) for what, s in each.items()} for k, each in seconds.items()}
    table = Table("isolation", "a sandbox is ready, ms", f"a submission of {options.assignment}, ms")
    for kind, each in medians.items():
        table.add_row(kind, *(f"{value:.0f}" for value in each.values()))
    added = {what: medians["namespaces"][what] - medians["none"][what] for what in ("start", "submission")}
    table.add_row("added", *(f"{value:.0f}" for value in added.values()))
    Console().print(table)
    out = PROJECT / "benchmarks" / "out" / "isolation.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"milliseconds": medians, "added": added}, indent=1) + "\n")


if __name__ == "__main__":
    main()
