"""Cheats. A class of attackers and honest students, graded side by side in one run.

No attack may earn a point it does not deserve, see the answer, leave anything behind, or cost anybody else. The answer
that hidden tests want (a token, drawn anew in each run) is nowhere in a student's reach; whoever returns it must have
seen a hidden test, and whoever earns points without it must have forged the verdict.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from attack_suite import (
    ASSIGNMENT,
    CELL,
    CLASSES,
    CONFIG,
    HONEST_POINTS,
    NOTEBOOK,
    TOKEN,
    Attack,
    Traps,
    attacks,
    fingerprint,
    hand_in_attack,
    hand_in_honestly,
    is_active,
    is_own_file,
    leaked,
    traps,
    write_target,
)
from conftest import children
from jupyter_servers import jupyter_lab
from nb_course import run_nbgrader
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.gradebook import Recorder, scores
from autograder.results import CellResult, SubmissionResult
from autograder.session import Options, Session

ALL = attacks()
AUTHORS = [attack for attack in ALL if attack.effect == "script"]  # of what people would read
# By name they stand before, between and after the attackers, so that they are graded among them.
HONEST = ["ada", "channel-z", "detecting-z", "feedback-z", "lying-z", "patching-z", "surviving-z", "zoe"]


@dataclass(frozen=True)
class Class:
    """The class after it was graded."""

    course: Course
    results: dict[str, SubmissionResult]
    recorded: dict[str, float]
    traps: Traps
    changed: set[str]
    left: set[int]

    def cells(self, student: str) -> dict[str, CellResult]:
        """A student's results by exercise."""
        [notebook] = self.results[student].notebooks
        return {cell.grade_id.removeprefix("test-"): cell for cell in notebook.cells if cell.max_score}

    def shown(self, student: str) -> list[Any]:
        """What the student's own cells put out."""
        [notebook] = self.results[student].notebooks
        cells = [cell for cell in notebook.executed_cells if not cell["metadata"].get("nbgrader", {}).get("grade")]
        return [cell.get("outputs") for cell in cells]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    course = write_target(tmp_path_factory.mktemp("target"), CONFIG)
    with traps() as set_up, Session(course, Options(workers=2, device="cpu")) as session, Recorder(course) as recorder:
        places = {**set_up.places, "course": str(course.root)}
        for student in HONEST:
            hand_in_honestly(course, student)
        for attack in ALL:
            hand_in_attack(course, attack, places)
        before, results = fingerprint(course), {}
        for result in session.grade(course.assignment(ASSIGNMENT), course.submissions(ASSIGNMENT)):
            recorder.record(result)
            results[result.student] = result
        after = fingerprint(course)
        changed = {path for path in before | after if before.get(path) != after.get(path)}
        recorded = {row.student: row.score for row in scores(course, ASSIGNMENT)}
        yield Class(course, results, recorded, set_up, changed, left_behind(session))


def left_behind(session: Session) -> set[int]:
    """Graders, guards and sandboxes that are still there, some seconds after the last result."""
    deadline = time.monotonic() + 10
    while (left := children(session.warm.process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def test_the_honest_get_all_their_points_in_the_same_run(graded: Class) -> None:
    """Otherwise the attacks would prove nothing, or would have hurt somebody."""
    incidents = {name: graded.results[name].notebooks[0].incidents for name in HONEST}
    assert incidents == dict.fromkeys(HONEST, ())
    assert {name: graded.results[name].score for name in HONEST} == dict.fromkeys(HONEST, HONEST_POINTS)
    assert {name: graded.recorded[name] for name in HONEST} == dict.fromkeys(HONEST, HONEST_POINTS)
    assert graded.recorded.keys() == {name for name, result in graded.results.items() if not result.error}
    assert graded.results.keys() == {*HONEST, *(attack.name for attack in ALL)}


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_attack_earns_what_it_deserves_sees_nothing_and_leaves_nothing(graded: Class, attack: Attack) -> None:
    result = graded.results[attack.name]
    if 0.0 in attack.deserves and result.error:  # nothing that could be graded: one clear error, and no row
        assert TOKEN not in result.error
        assert not graded.traps.sprung(attack.name)
        return
    assert result.error is None
    earned = {name: cell.auto_score for name, cell in graded.cells(attack.name).items() if cell.auto_score}
    assert sum(earned.values()) in attack.deserves, (earned, result.notebooks[0].incidents)
    assert set(earned) <= {"before", "after"}
    assert graded.recorded[attack.name] == sum(earned.values())
    assert not leaked(graded.shown(attack.name))
    said = [cell.message for cell in graded.cells(attack.name).values()] + list(result.notebooks[0].incidents)
    assert TOKEN not in str(said)
    assert not graded.traps.sprung(attack.name)
    manual = {name for name, cell in graded.cells(attack.name).items() if cell.needs_manual_grade}
    assert not manual or attack.path.stem == "blames_the_grader"


def test_nothing_of_the_course_was_changed_and_nothing_goes_on(graded: Class) -> None:
    assert not graded.changed
    assert not graded.left
    assert not graded.traps.names  # nor did anybody knock who said no name
    assert sorted(path.name for path in graded.traps.folder.iterdir()) == ["listener"]


def test_no_feedback_runs_or_fetches_what_a_student_wrote(graded: Class) -> None:
    """The pages are nbgrader's own, made by its own command of what this package recorded."""
    assert AUTHORS
    run_nbgrader(graded.course, "generate_feedback", ASSIGNMENT, "--student=feedback-*")
    for attack in AUTHORS:
        page = graded.course.path("feedback", attack.name, ASSIGNMENT) / f"{NOTEBOOK}.html"
        assert not is_active(page.read_text(), attack.name)
        assert TOKEN not in page.read_text()


def test_no_page_of_formgrader_runs_or_fetches_what_a_student_wrote(graded: Class, tmp_path: Path) -> None:
    """The real server, asked as a browser would."""
    assert AUTHORS
    with Gradebook(f"sqlite:///{graded.course.root}/gradebook.db", "target") as gradebook:
        ids = {a.name: gradebook.find_submission_notebook(NOTEBOOK, ASSIGNMENT, a.name).id for a in AUTHORS}
    with jupyter_lab(graded.course.root, tmp_path / "home") as server:
        pages = {name: server.get(f"formgrader/submissions/{number}/") for name, number in ids.items()}
    for name, page in pages.items():
        assert "guess" in page  # it is the submission
        assert not is_active(page, name)


def test_what_runs_or_fetches_is_seen() -> None:
    """The look at feedback would notice."""
    for html in (
        "<script>me</script>", "<p onclick='me'>", "<a href='java\nscript:me'>", "<img src='http://x/me'>",
        "<svg/onload=me>", "<meta http-equiv=refresh content='0;url=me'>", "<link href=me>",
        "<style>@import 'me'</style>", "<iframe srcdoc='me'>",
    ):  # fmt: skip
        assert is_active(html, "me")
    assert not is_active("<p class='me'>me &lt;script&gt;me&lt;/script&gt; <a href='#me'>me</a></p>", "me")


def test_the_suite_is_whole() -> None:
    assert len(ALL) >= 60
    assert Counter(attack.path.parent.name for attack in ALL).keys() == CLASSES.keys()


@pytest.mark.parametrize("name", ["../../escaped.txt", "/tmp/escaped.txt"])
def test_a_hostile_file_name_cannot_leave_the_work_folder(student: Any, name: str) -> None:
    """Even if such a name got past the reading of a submission, it is written inside the sandbox."""
    one = student()
    one.place({name: b"x"})
    assert not Path("/tmp/escaped.txt").exists()


def test_the_token_is_what_the_tests_ask_for(graded: Class) -> None:
    """And hidden: no student's file holds it but those of the honest."""
    nb = nbformat.read(graded.course.root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", as_version=4)
    assert TOKEN in next(cell.source for cell in nb.cells if cell.metadata.nbgrader.grade_id == CELL)
    for attack in ALL:
        path = graded.course.path("submitted", attack.name, ASSIGNMENT) / f"{NOTEBOOK}.ipynb"
        assert not is_own_file(path) or TOKEN not in path.read_text()
