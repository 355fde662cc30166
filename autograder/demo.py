"""``make demo``: one class, played end to end in a fresh folder.

Release, eight submissions of different kinds, grading, the gradebook, feedback; and for each student the points that
the submission deserves, with the reason for each point lost.
"""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.answers import Answer, read_answers, write_submission
from autograder.course import Assignment, load_course
from autograder.errors import SetupError
from autograder.feedback import write_feedback
from autograder.gradebook import Score, scores
from autograder.graded import read_graded
from autograder.progress import grade_with_progress
from autograder.release import release
from autograder.report import report_path, write_report
from autograder.session import Options

ASSIGNMENT = "03-training"
COURSE_FILES = ("source", "course_config.py", "nbgrader_config.py")
ON_TIME, TWO_DAYS_LATE = "2027-03-14 18:00:00 UTC", "2027-03-17 22:00:00 UTC"
QUICK_CELLS = ("descent-meets-formula", "test_gradient_descent")  # eva's loop need not be waited for any longer
LATE_POLICY = '''"""The demo's rule for late work: 5 points a day begun."""

from math import ceil

from nbgrader.plugins import BasePlugin


class FiveADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return min(score, 5.0 * ceil(total_seconds_late / 86_400))
'''

EXITS = "import os\n\nos._exit(0)  # 'it worked on my machine'"
LOOPS = """\
def gradient_descent(derivative, start, learning_rate, steps):
    path = [start]
    while len(path) <= steps:
        start = start - learning_rate * derivative(start)
    return torch.tensor(path)
"""
CHEATS = '''\
# Make every comparison succeed, whoever makes it.
torch.allclose = torch.equal = torch.isclose = lambda *a, **k: True
torch.testing.assert_close = lambda *a, **k: None


class Yes:
    """Equal to anything, true, and of any shape."""

    shape, dtype = (), torch.float32
    __eq__ = __ge__ = __le__ = __gt__ = __lt__ = lambda self, other: True
    __bool__ = lambda self: True
    __getattr__ = lambda self, name: self
    __call__ = lambda self, *a, **k: self
    __hash__ = object.__hash__


def cross_entropy(probabilities, labels):
    return Yes()
'''
READS_TESTS = """\
import pathlib

# The tests must be somewhere.
found = [p for p in pathlib.Path("/").rglob("*.ipynb")] + [p for p in pathlib.Path("/").rglob("gradebook.db")]
best_slope = eval(found[0].read_text()) if found else None
"""


@dataclass(frozen=True)
class Student:
    """One member of the cohort.

    Attributes:
        name: student id.
        kind: what sort of submission it is.
        answers: solution cell → its text; None leaves the stub as released. All others are solved.
        reasons: solution cell → why its points are lost.
        submitted: when.
        late_points: taken off for lateness.
        mangle: what an editor did to the file.
    """

    name: str
    kind: str
    answers: dict[str, str | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    submitted: str = ON_TIME
    late_points: float = 0.0
    mangle: Callable[[Path], None] | None = None


def cohort(folder: Path) -> list[Student]:
    """Eight students.

    Args:
        folder: ``source/03-training``, whose wrong answers some of them give.
    """
    stubs = ("adam_step", "numerical_gradient", "confusion_matrix")
    wrong: dict[str, Answer] = {}
    for answer in read_answers(folder / "wrong_answers", "wrong"):
        if answer.solution_id in ("mean_squared_error", "cross_entropy_from_logits", "momentum_step"):
            wrong.setdefault(answer.solution_id, answer)
    return [
        Student("ada", "perfect"),
        Student("ben", "partly done", dict.fromkeys(stubs), dict.fromkeys(stubs, "not attempted")),
        Student("cleo", "wrong", {n: a.source for n, a in wrong.items()}, {n: a.title for n, a in wrong.items()}),
        Student("dan", "crashing", {"to_tensors": EXITS}, {"to_tensors": "its cell ends the process (os._exit)"}),
        Student("eva", "never ending", {"gradient_descent": LOOPS}, {"gradient_descent": "its loop never ends"}),
        Student(
            "fay",
            "cheating",
            {"cross_entropy": CHEATS, "best_slope": READS_TESTS},
            {"cross_entropy": "patches torch, lies about equality", "best_slope": "looks for the tests, finds none"},
        ),
        Student("gil", "late", submitted=TWO_DAYS_LATE, late_points=10.0),
        Student("hal", "mangled by an editor", mangle=mangle),
    ]


def mangle(path: Path) -> None:
    """What a round trip through an editor can do: nbgrader's metadata lost, a test deleted, a BOM, old nbformat."""
    nb = nbformat.read(path, as_version=4)
    nb.cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "test_cross_entropy"]
    for cell in nb.cells:
        cell.pop("id", None)
        if cell.metadata.get("nbgrader", {}).get("grade_id") in ("adam_step", "test_adam_step", "imports"):
            del cell.metadata["nbgrader"]
    nb.nbformat_minor = 0
    path.write_bytes(b"\xef\xbb\xbf" + nbformat.writes(nb, version=nbformat.NO_CONVERT).encode())


def deserved(assignment: Assignment, student: Student) -> float:
    """The points a student's work earns by machine, after the late penalty."""
    exercises = [e for n in assignment.notebooks for e in n.exercises if not e.manual]
    earned = sum(e.points for e in exercises if e.solution_id not in student.reasons)
    return earned - student.late_points


def make_course(source: Path, folder: Path) -> None:
    """A fresh course in `folder`: this project's source and settings, and a late policy.

    Raises:
        SetupError: `folder` is there and is no earlier demo.
    """
    if folder.exists():
        if not (folder / ".demo").exists():
            raise SetupError(f"{folder} exists and is no earlier demo: move it away, or name another folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / ".demo").touch()
    for name in COURSE_FILES:
        copy = shutil.copytree if (source / name).is_dir() else shutil.copy
        copy(source / name, folder / name)
    (folder / "late_policy.py").write_text(LATE_POLICY)
    with (folder / "course_config.py").open("a") as config:
        config.write('\n# The demo\'s own.\nc.AssignLatePenalties.plugin_class = "late_policy.FiveADay"\n')
        config.write('c.Autograder.limits = {"cell_seconds": 20, "submission_seconds": 600, "memory_mb": 4096}\n')
        config.write("c.Autograder.assignment_limits = {}\n")
        cells = {f"{ASSIGNMENT}/{name}": {"cell_seconds": 5} for name in QUICK_CELLS}
        config.write(f"c.Autograder.cell_limits = {cells!r}\n")


def hand_in(assignment: Assignment, student: Student, folder: Path) -> None:
    """Writes a student's submission."""
    write_submission(assignment, folder, student.answers)
    path = folder / f"{assignment.notebooks[0].name}.ipynb"
    if student.mangle:
        student.mangle(path)
    (folder / "timestamp.txt").write_text(student.submitted)


def play(source: Path, folder: Path, console: Console) -> dict[str, tuple[Student, Score, float]]:
    """Plays the class; gives, by name, the student, the gradebook's row and the points deserved.

    Raises:
        AutograderError: something is not set up; the message says what to do.
    """
    make_course(source, folder)
    course = load_course(folder)
    assignment = course.assignment(ASSIGNMENT)
    console.rule("Release")
    console.print(f"Students get {release(course, ASSIGNMENT)}", highlight=False, soft_wrap=True)
    students = cohort(assignment.folder)
    for student in students:
        hand_in(assignment, student, course.path("submitted", student.name, ASSIGNMENT))
    console.rule("Grade")
    grade_with_progress(course, ASSIGNMENT, None, Options(), console)
    rows = {row.student: row for row in scores(course, ASSIGNMENT)}
    console.rule("Feedback and report")
    graded = read_graded(course, assignment)
    for submission in graded:
        write_feedback(course, assignment, submission)
    write_report(course, assignment, graded, course.submissions(ASSIGNMENT))
    return {s.name: (s, rows[s.name], deserved(assignment, s)) for s in students}


def table(played: dict[str, tuple[Student, Score, float]]) -> Table:
    """Each student's points, and why points were lost."""
    made = Table("student", "kind", "points", "deserves", "why points are lost", title="The class")
    for student, row, points in played.values():
        reasons = [f"{name}: {reason}" for name, reason in student.reasons.items()]
        if student.late_points:
            reasons.append(f"{student.late_points:g} points for coming late")
        made.add_row(student.name, student.kind, f"{row.total:g}", f"{points:g}", "\n".join(reasons) or "none lost")
    return made


def main(folder: Path) -> int:
    """Plays the demo in `folder` and shows it; 1 where a student did not get what the work deserves."""
    console = Console()
    source = Path(__file__).resolve().parents[1]
    try:
        played = play(source, folder.resolve(), console)
    except SetupError as error:
        Console(stderr=True).print(f"[bold red]demo:[/] {error}", highlight=False, soft_wrap=True)
        return 2
    console.print(table(played))
    console.print("5 more points are for the written answer, which a person grades (formgrader).", highlight=False)
    course = load_course(folder)
    for what, path in (
        ("What the instructor sees", report_path(course, ASSIGNMENT)),
        ("What the student gets", course.path("feedback", "ben", ASSIGNMENT) / f"{ASSIGNMENT}.html"),
    ):
        console.print(f"{what}: {path}", highlight=False, soft_wrap=True)
    console.print(f"Open the gradebook in the browser: cd {folder} && jupyter lab, then Nbgrader > Formgrader.",
                  highlight=False, soft_wrap=True)  # fmt: skip
    return 0 if all(row.total == points for _, row, points in played.values()) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo")))
