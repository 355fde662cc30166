"""This grader against the real ``nbgrader autograde``, cell by cell; docs/conformance.md holds the reasons."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conformance_cases import SHORT, write_cases
from nb_course import by_id, cell, run_nbgrader, solved, source_notebook, submit, write_course
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course import load_course
from autograder.gradebook import Recorder
from autograder.session import Options, Session

DOCUMENT = Path(__file__).parents[1] / "docs" / "conformance.md"

# One process for all assignments, as nbgrader's own tests run it: each start of the command costs seconds. It takes a
# network of its own, if it may: a kernel's ports are chosen seconds before it binds them, and others may come first.
NBGRADER = """
import contextlib, fcntl, socket, struct, sys
from autograder.sandbox import linux
with contextlib.suppress(PermissionError):
    linux.unshare(linux.CLONE_NEWNET)
    with socket.socket() as any_socket:  # brings its loopback up
        fcntl.ioctl(any_socket, SIOCSIFFLAGS := 0x8914, struct.pack("16sh", b"lo", IFF_UP := 1))
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp

def nbgrader(*arguments):
    app = NbGraderApp.instance()
    try:
        app.initialize(list(arguments))
        app.start()
    except (NoStart, SystemExit) as end:
        print(*arguments, getattr(end, "code", 0))
    NbGraderApp.clear_instance()

for name, _, seconds in (word.partition("=") for word in sys.argv[1:]):
    nbgrader("generate_assignment", name)
    nbgrader("autograde", name, *([f"--Execute.timeout={seconds}"] if seconds else []))
"""

# heading in docs/conformance.md → assignment/student/cell → what nbgrader records → what we record
DIFFERENCES: dict[str, dict[str, str]] = {
    "Cheats do not pay": {
        "plain/always-equal/test-first": "1 → 0",
        "plain/no-asserts/test-first": "1 → 0",
    },
    "Warnings cost no points": {
        "quirks/perfect/test-stderr": "0 → 1",
    },
    "A crash costs its own exercise only": {
        "plain/exits/test-first": "no points, by hand → 0",
        "plain/exits/test-second": "no points, by hand → 1",
    },
    "No submission stops another": {
        "plain/twice/test-first": "no points, by hand → 1",
        "plain/twice/test-second": "no points, by hand → 1",
        "plain/victim/first (comment)": "nothing → None",
        "plain/victim/second (comment)": "nothing → None",
        "plain/victim/test-first": "nothing → 1",
        "plain/victim/test-second": "nothing → 1",
        "squares/written-for-nbgrader-0.5/correct_squares": "no points, by hand → 1",
        "squares/written-for-nbgrader-0.5/correct_sum_of_squares": "no points, by hand → 0.5",
        "squares/written-for-nbgrader-0.5/squares_invalid_input": "no points, by hand → 1",
        "squares/written-for-nbgrader-0.5/sum_of_squares_uses_squares": "no points, by hand → 0.5",
    },
    "What nbgrader gives up on is graded": {
        "hidden/right/correct_squares": "no points, by hand → 1",
        "hidden/right/correct_sum_of_squares": "no points, by hand → 0.5",
        "hidden/right/squares_invalid_input": "no points, by hand → 1",
        "hidden/right/sum_of_squares_uses_squares": "no points, by hand → 0.5",
        "too-much/perfect/test-fine": "no points, by hand → 1",
        "unchanged/answer-type-changed/bar": "no points, by hand → 0",
        "unchanged/answer-type-changed/baz": "no points, by hand → 0",
        "unchanged/answer-type-changed/baz (comment)": "None → No response.",
        "unchanged/answer-type-changed/foo": "no points, by hand → 1",
        "unchanged/answer-type-changed/quux": "no points, by hand → 0",
        "unchanged/answer-type-changed/quux (comment)": "None → No response.",
        "unchanged/answer-type-changed/set_a (comment)": "None → No response.",
        "unchanged/grade-type-changed/bar": "no points, by hand → 0",
        "unchanged/grade-type-changed/baz": "no points, by hand → 0",
        "unchanged/grade-type-changed/baz (comment)": "None → No response.",
        "unchanged/grade-type-changed/foo": "no points, by hand → 1",
        "unchanged/grade-type-changed/quux": "no points, by hand → 0",
        "unchanged/grade-type-changed/quux (comment)": "None → No response.",
        "unchanged/grade-type-changed/set_a (comment)": "None → No response.",
    },
    "The instructor's cells come back": {
        "plain/deletes/test-first": "no points, by hand → 0",
        "plain/moves/test-first": "0 → 1",
        "plain/no-labels/test-first": "no points, by hand → 1",
        "plain/no-labels/test-second": "no points, by hand → 1",
        "ps1_autotest/bitdiddle/cell-6e9ff83aa5dfaf17": "no points, by hand → 0",
        "ps1_autotest/hacker/cell-6e9ff83aa5dfaf17": "no points, by hand → 0",
        "squares/part/sum_of_squares_application": "no points, by hand → 0",
        "squares/part/sum_of_squares_application (comment)": "None → No response.",
        "squares/part/sum_of_squares_equation": "no points, by hand → 0",
        "squares/part/sum_of_squares_equation (comment)": "None → No response.",
    },
    "A broken test is left for a person": {
        "nose/source/correct_squares": "0 → no points, by hand",
        "nose/source/squares_invalid_input": "0 → no points, by hand",
        "quirks/perfect/test-unknown": "0 → no points, by hand",
        "quirks/release/test-unknown": "0 → no points, by hand",
        "task/release/correct_squares": "0 → no points, by hand",
        "task/release/squares_invalid_input": "0 → no points, by hand",
        "task/source/correct_squares": "0 → no points, by hand",
        "task/source/squares_invalid_input": "0 → no points, by hand",
    },
    "Points are a number from zero to the maximum": {
        "quirks/perfect/test-false": "1 → no points, by hand",
        "quirks/perfect/test-minus": "1 → no points, by hand",
        "quirks/perfect/test-numpy": "1 → 0.5",
    },
    "Tests do not live in the student's process": {
        "quirks/perfect/test-borrows": "1 → 0",
        "quirks/perfect/test-equal": "1 → 0",
        "quirks/perfect/test-magic": "1 → no points, by hand",
        "quirks/perfect/test-raised": "1 → 0",
        "quirks/perfect/test-replaced": "1 → 0",
        "quirks/perfect/test-written": "1 → no points, by hand",
        "quirks/release/test-magic": "0 → no points, by hand",
        "quirks/release/test-written": "0 → no points, by hand",
    },
}


class Row(NamedTuple):
    """What a gradebook holds of one cell of one submission."""

    text: str
    max_score: float | None = None

    @classmethod
    def of(cls, grade: Any) -> "Row":
        """A grade as text: points, then whether a person must look."""
        points = "no points" if grade.auto_score is None else f"{grade.auto_score:g}"
        return cls(points + (", by hand" if grade.needs_manual_grade else ""), grade.max_score)


NOTHING = Row("nothing")


def gradebook_rows(root: Path) -> dict[str, Row]:
    """All rows of a gradebook, by assignment/student/cell; comments have "(comment)" behind it."""
    rows: dict[str, Row] = {}
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        for assignment in gradebook.assignments:
            for submission in assignment.submissions:
                for notebook in submission.notebooks:
                    place = f"{assignment.name}/{submission.student.id}"
                    found = {f"{place}/{grade.name}": Row.of(grade) for grade in notebook.grades}
                    found |= {f"{place}/{c.name} (comment)": Row(str(c.auto_comment)) for c in notebook.comments}
                    assert not rows.keys() & found.keys(), "cell names must tell notebooks apart"
                    rows |= found
    return rows


def environment() -> dict[str, str]:
    """That of a shell with the virtual environment activated."""
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])}


def start(root: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Starts Python in a course folder."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def grade_with_autograder(root: Path, assignments: list[str]) -> None:
    course = load_course(root)
    with Session(course, Options(workers=1, device="cpu")) as session, Recorder(course) as recorder:
        for name in assignments:
            for result in session.grade(course.assignment(name), course.submissions(name)):
                assert result.error is None, (name, result.student, result.error)
                recorder.record(result)


@pytest.mark.filterwarnings("ignore")
def test_every_cell_is_graded_as_nbgrader_grades_it_but_for_the_listed_ones(
    tmp_path: Path, record_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    for root in (theirs, ours):
        root.mkdir()
        assignments = write_cases(root)
    words = [f"{name}={SHORT[name]}" if name in SHORT else name for name in assignments]
    with start(theirs, "-c", NBGRADER, *words) as process:
        try:
            grade_with_autograder(ours, assignments)
            log, _ = process.communicate(timeout=300)
        finally:
            process.kill()
    assert process.returncode == 0, log[-3000:]

    expected, found = gradebook_rows(theirs), gradebook_rows(ours)
    assert len(expected) > 350, log[-3000:]
    different = {
        key: f"{expected.get(key, NOTHING).text} → {found.get(key, NOTHING).text}"
        for key in sorted(expected.keys() | found.keys())
        if expected.get(key, NOTHING).text != found.get(key, NOTHING).text
    }
    listed = {key: change for cells in DIFFERENCES.values() for key, change in cells.items()}
    cells = sum("(comment)" not in key for key in expected.keys() | found.keys())
    comments = len(expected.keys() | found.keys()) - cells
    for name, value in (("cells", cells), ("comments", comments), ("differences", len(different))):
        record_property(name, value)
    with capsys.disabled():
        print(f"\nconformance: {cells} graded cells, {comments} comments compared; {len(different)} differ")
    assert different == listed
    for key in expected.keys() & found.keys():
        assert expected[key].max_score == found[key].max_score, key


def test_the_document_gives_a_reason_for_each_listed_difference() -> None:
    sections = re.split(r"^### ", DOCUMENT.read_text(encoding="utf-8"), flags=re.M)[1:]
    documented, reasons = {}, {}
    for section in sections:
        heading, _, text = section.partition("\n")
        rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", text, re.M)
        documented[heading] = {key: f"{theirs} → {ours}" for key, theirs, ours in rows}
        reasons[heading] = text.split("|")[0].strip()
    assert {heading: rows for heading, rows in documented.items() if rows} == DIFFERENCES
    assert all(len(reasons[heading]) > 80 for heading in DIFFERENCES)


# --- our three ways to the same gradebook ----------------------------------------------------------------------------

CANARY = "canary_4711"
TEST = f"""assert double(1) == 2
### BEGIN HIDDEN TESTS
{CANARY} = -3
print('{CANARY}', double({CANARY}))
assert double({CANARY}) == -6, 'negative numbers'
### END HIDDEN TESTS"""
CONFIG = """
c.Autograder.assignments = [{"name": "a1", "duedate": "2027-01-10 12:00:00 UTC"}]
c.AssignLatePenalties.plugin_class = "one_point_an_hour.OnePointAnHour"
"""
PLUGIN = """from nbgrader.plugins import BasePlugin


class OnePointAnHour(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return int(total_seconds_late // 3600)
"""
# As formgrader does it: in a web server's event loop, with the configuration it finds.
BUTTON = """
import asyncio, sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader

async def press(student):
    app = NbGrader()
    app.load_config_file()
    result = NbGraderAPI(config=app.config).autograde("a1", student)
    assert result["success"], result

for student in sys.argv[1:]:
    asyncio.run(press(student))
"""


def shipped_course(root: Path) -> None:
    """A class of two, configured by this repository's own course_config.py, released with nbgrader's command."""
    nb = source_notebook()
    by_id(nb, "test_double").source = TEST
    nb.cells.append(cell("code", "### BEGIN SOLUTION\none = 1\n### END SOLUTION", "one", solution=True))
    nb.cells.append(cell("code", "assert one == 1", "test_one", 1, grade=True, locked=True))
    course = write_course(root, nb)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(DOCUMENT.parents[1] / name, root)
    with (root / "course_config.py").open("a") as file:
        file.write(CONFIG)
    (root / "one_point_an_hour.py").write_text(PLUGIN)
    [source] = course.assignment("a1").notebooks
    stub = source.released["half"]
    submit(course, "ada", solved(course), "2027-01-10 11:00:00 UTC")
    wrong = {"double": "def double(x):\n    return 2 * abs(x)", "half": stub}
    submit(course, "bob", solved(course, wrong), "2027-01-10 13:30:00 UTC")
    run_nbgrader(course, "generate_assignment", "a1")


def look_by_hand(root: Path) -> None:
    """A person has looked at two of bob's cells; what the machine gave him is spoiled, to see it set again."""
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        notebook = gradebook.find_submission_notebook("n1", "a1", "bob")
        notebook.late_submission_penalty = 0.25
        for grade in notebook.grades:
            grade.auto_score, grade.needs_manual_grade = 0.125, False
            grade.manual_score = {"why": 2.5, "test_double": 0.5}.get(grade.name)
        for comment in notebook.comments:
            comment.auto_comment, comment.manual_comment = "spoiled", "well done"
        gradebook.db.commit()


def all_rows(root: Path) -> dict[str, Any]:
    """Every column that grading can change, by student and cell."""
    rows: dict[str, Any] = {}
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        for submission in gradebook.find_assignment("a1").submissions:
            [notebook] = submission.notebooks
            late = (str(submission.timestamp), submission.total_seconds_late, notebook.late_submission_penalty)
            rows[submission.student.id] = (*late, notebook.score, notebook.max_score)
            for grade in notebook.grades:
                score = (grade.auto_score, grade.manual_score, grade.extra_credit, grade.max_score)
                rows[f"{submission.student.id}/{grade.name}"] = (*score, grade.needs_manual_grade)
            for comment in notebook.comments:
                text = (comment.auto_comment, comment.manual_comment)
                rows[f"{submission.student.id}/{comment.name} (comment)"] = text
    return rows


def grade_in_three_ways(grade: Path, command: Path, button: Path) -> None:
    """``autograder grade``, ``nbgrader autograde`` and formgrader's button."""
    with (
        start(command, "-m", "nbgrader", "autograde", "a1", "--force") as one,
        start(button, "-c", BUTTON, "ada", "bob") as other,
    ):
        status = main(["grade", "a1", "--course-dir", str(grade), "--force", "--workers", "1"])
        logs = [process.communicate(timeout=200)[0] for process in (one, other)]
    assert (status, one.returncode, other.returncode) == (0, 0, 0), "".join(logs)[-5000:]


@pytest.mark.filterwarnings("ignore")
def test_the_command_the_button_and_nbgrader_autograde_write_the_same_rows(tmp_path: Path) -> None:
    grade, command, button = (tmp_path / name for name in ("grade", "command", "button"))
    shipped_course(grade)
    assert main(["grade", "a1", "--course-dir", str(grade), "--student", "bob", "--workers", "1"]) == 0
    before = all_rows(grade)
    look_by_hand(grade)
    shutil.copytree(grade, command)
    shutil.copytree(grade, button)

    grade_in_three_ways(grade, command, button)  # ada for the first time, bob again

    rows = all_rows(grade)
    assert rows == all_rows(command)
    assert rows == all_rows(button)
    assert before["bob"] == ("2027-01-10 13:30:00", 5400, 1, 1, 9)
    assert rows["bob"] == ("2027-01-10 13:30:00", 5400, 1, 4, 9)
    assert before["bob/test_double"] == (0, None, None, 2, False)
    assert rows["bob/test_double"] == (0, 0.5, None, 2, True)
    assert rows["bob/why"] == (None, 2.5, None, 3, True)
    assert rows["bob/test_half"] == before["bob/test_half"] == (0, None, None, 1, False)
    assert rows["bob/half (comment)"] == ("No response.", "well done")
    assert rows["bob/why (comment)"] == (None, "well done")
    assert rows["ada"] == ("2027-01-10 11:00:00", 0, None, 4, 9)
    assert rows["ada/test_double"] == (2, None, None, 2, False)
    assert rows["ada/why"] == (None, None, None, 3, True)

    for root in (grade, command):
        page = feedback_of(root, "bob")
        assert CANARY in (root / "autograded" / "bob" / "a1" / "n1.ipynb").read_text()  # the instructor sees it
        assert CANARY not in page, root
        assert "negative numbers" in page  # the author's message
        assert "assert double(1) == 2" in page  # the visible part of the test
        assert "points so far3 / 9" in page  # tags left out; one point off for lateness


def feedback_of(root: Path, student: str) -> str:
    """The page that ``nbgrader generate_feedback`` makes for a student, its tags left out."""
    run_nbgrader(load_course(root), "generate_feedback", "a1", "--student", student)
    page = (root / "feedback" / student / "a1" / "n1.html").read_text(encoding="utf-8")
    return re.sub(r"<[^>]+>", "", page)
