"""nbgrader's exchange, walked from release to feedback: nbgrader's own classes, this grader in the middle."""

import copy
import html
import re
from pathlib import Path

import nbformat
import pytest
from nb_course import solved, write_course
from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import (
    ExchangeCollect,
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeReleaseAssignment,
    ExchangeReleaseFeedback,
    ExchangeSubmit,
)

from autograder.course import Course
from autograder.gradebook import Recorder, scores
from autograder.release import release
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session

COURSE = Path(__file__).parents[1]  # its configuration is the one that a course has
CONFIG = """
load_subconfig("course_config.py", path={course!r})
c.CourseDirectory.course_id = "small"
c.Exchange.root = {exchange!r}
"""
ALL_RIGHT: dict[str, str] = {}
WRONG_WHERE_HIDDEN = {"double": "def double(x):\n    return abs(2 * x)"}


class Member:
    """Someone at the exchange: a student in a folder of their own, or the instructor in the course.

    All are one user here, as the exchange's ``check_owner`` notes (it is only a warning). Its folder must be writable
    for all; nbgrader sees to that itself, as root and otherwise, because whoever runs the test owns it.
    """

    def __init__(self, course: Course, folder: Path, student: str = "*") -> None:
        folder.mkdir(exist_ok=True)
        self.config = copy.deepcopy(course.config)
        self.config.Exchange.cache = str(folder / "cache")
        self.config.Exchange.assignment_dir = str(folder)
        self.folder = folder
        self.directory = CourseDirectory(config=self.config, root=str(folder), assignment_id="a1", student_id=student)

    def does(self, step: type) -> None:
        """One step of the exchange, as nbgrader's command of that name does it."""
        step(coursedir=self.directory, authenticator=Authenticator(), config=self.config).start()

    def works(self, course: Course, answers: dict[str, str]) -> None:
        """Writes answers into the notebook that was fetched."""
        path = self.folder / "a1" / "n1.ipynb"
        given = nbformat.read(path, 4)
        for cell, answered in zip(given.cells, solved(course, answers).cells, strict=True):
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = answered.source
        nbformat.write(given, path)

    def feedback(self) -> str:
        """The text of the one page that was fetched."""
        [page] = (self.folder / "a1" / "feedback").glob("*/n1.html")
        return html.unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    config = CONFIG.format(course=str(COURSE), exchange=str(tmp_path / "exchange"))
    return write_course(tmp_path / "course", config=config)


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # ExchangeReleaseFeedback leaves timestamp.txt open
def test_from_release_to_feedback_through_the_exchange(course: Course, tmp_path: Path, warm: Warm) -> None:
    instructor = Member(course, course.root)
    ada, bob = (Member(course, tmp_path / name, name) for name in ("ada", "bob"))
    release(course, "a1")
    instructor.does(ExchangeReleaseAssignment)
    for student in (ada, bob):
        student.does(ExchangeFetchAssignment)
    assert "double(-3)" not in (ada.folder / "a1" / "n1.ipynb").read_text()
    ada.does(ExchangeSubmit)  # nothing done yet; what she hands in later counts
    ada.works(course, WRONG_WHERE_HIDDEN)
    bob.works(course, ALL_RIGHT)
    for student in (ada, bob):
        student.does(ExchangeSubmit)
    instructor.does(ExchangeCollect)
    assert [s.student for s in course.submissions("a1")] == ["ada", "bob"]

    with Session(course, Options(workers=1, device="cpu"), warm) as session, Recorder(course) as recorder:
        for result in session.grade(course.assignment("a1"), course.submissions("a1")):
            recorder.record(result)
    assert {s.student: s.score for s in scores(course, "a1")} == {"ada": 1, "bob": 3}

    api = NbGraderAPI(coursedir=instructor.directory, config=instructor.config)
    done = api.generate_feedback("a1")
    assert done["success"], done
    instructor.does(ExchangeReleaseFeedback)
    for student, score, code in ((ada, 1, "return abs(2 * x)"), (bob, 3, "return 2 * x")):
        student.does(ExchangeFetchFeedback)
        page = student.feedback()
        assert re.search(rf"(?<!\d){score} (of|/) 8\b", page)
        assert code in page
        assert "double(-3)" not in page
        assert "HIDDEN TESTS" not in page
    assert "negative numbers" in ada.feedback()  # what the test's author has to say to her
