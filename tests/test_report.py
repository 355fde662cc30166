"""The instructor's report: what it counts, and that it holds for odd classes."""

import os
import re
import shutil
import stat
from pathlib import Path

import pytest
from small_course import write_class
from test_feedback import parts, words

from autograder.cli import main
from autograder.course import Course, load_course
from autograder.gradebook import Recorder
from autograder.graded import read_graded
from autograder.report import Report, histogram, make_report, write_report
from autograder.session import Options, Session


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A graded class: ada right, bob wrong in three ways, eve's file cut off, and dora has yet to be graded."""
    made = write_class(tmp_path_factory.mktemp("report"))
    with Session(made, Options(workers=0)) as session, Recorder(made) as recorder:
        for result in session.grade(made.assignment("a1"), made.submissions("a1")):
            recorder.record(result)
    shutil.copytree(made.path("submitted", "ada", "a1"), made.path("submitted", "dora", "a1"))
    return made


def report(course: Course) -> Report:
    """The report on ``a1``."""
    assignment = course.assignment("a1")
    return make_report(course, assignment, read_graded(course, assignment), course.submissions("a1"))


def test_it_counts_what_the_class_did(course: Course) -> None:
    made = report(course)
    assert [(s.id, s.total, s.max_score) for s in made.students] == [("ada", 6, 10), ("bob", 1, 10)]
    assert (made.mean, made.median) == (3.5, 3.5)
    rows = {row.title: (row.passed, row.partial, row.failed, row.open, row.waits) for row in made.exercises}
    assert rows == {
        "Double it": (1, 0, 1, 0, 0),
        "Halve it": (1, 0, 1, 0, 0),
        "Climb": (1, 1, 0, 0, 0),
        "A test that is wrong": (0, 0, 0, 0, 2),
        "Why?": (0, 0, 0, 0, 2),
    }
    assert [(bar.low, bar.count) for bar in made.scores.bars if bar.count] == [(10, 1), (60, 1)]
    assert {(m.exercise, m.students) for m in made.messages} == {
        (title, ("bob",)) for title in ("Double it", "Halve it", "Climb")
    }
    assert all(s.seconds > 0 and 50 < s.peak_mb < 2000 for s in made.students)


def test_it_names_what_needs_a_person_and_why_something_was_not_graded(course: Course) -> None:
    made = report(course)
    not_graded = dict(made.not_graded)
    assert "is cut off in the middle" in not_graded["eve"]
    assert not_graded["dora"] == "not graded yet: run `autograder grade a1`"
    assert made.by_hand == (("Why?", 2),)
    for student in made.students:
        assert student.needs == (
            "A test that is wrong: the test itself failed; mend it and grade again, or give the points by hand",
        )


@pytest.mark.parametrize(("shared", "mode"), [(False, 0o600), (True, 0o660)])
def test_the_page_is_the_instructors_and_where_they_share_the_course_their_groups(
    course: Course, tmp_path: Path, shared: bool, mode: int
) -> None:
    shutil.copytree(course.root, tmp_path, dirs_exist_ok=True)
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.groupshared = {shared}\n")
    copied = load_course(tmp_path)
    assignment = copied.assignment("a1")
    path = write_report(copied, assignment, read_graded(copied, assignment), copied.submissions("a1"))
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_what_was_handed_in_since_is_said(course: Course, tmp_path: Path) -> None:
    shutil.copytree(course.root, tmp_path, dirs_exist_ok=True)
    later = load_course(tmp_path)
    path = later.path("submitted", "ada", "a1") / "n1.ipynb"
    os.utime(path, (path.stat().st_mtime + 9999,) * 2)
    ada, bob = report(later).students
    assert ada.needs[0].startswith("handed in again after it was graded")
    assert not any("again after" in need for need in bob.needs)


def test_the_page_is_one_inert_file_that_says_the_same_in_words(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("feedback", "report"):
        assert main([command, "a1", "--course-dir", str(course.root)]) == 0
    path = course.root / "reports" / "a1.html"
    assert f"Report: {path}" in capsys.readouterr().out
    html = path.read_text(encoding="utf-8")
    found = parts(html)
    assert not found.tags & {"script", "link", "iframe", "form", "img"}
    links = [value for tag, name, value in found.attributes if (tag, name) == ("a", "href")]
    pages = [link for link in links if not link.startswith("#")]
    assert [(path.parent / link).resolve() for link in pages] == [
        course.path("feedback", student, "a1") / "n1.html" for student in ("ada", "bob")
    ]
    for link in set(links) - set(pages):
        assert f'id="{link[1:]}"' in html
    charts = [value for tag, name, value in found.attributes if (tag, name) == ("svg", "aria-label")]
    assert charts == ["Points in percent, late penalties taken off. 10 to 20 %: 1; 60 to 70 %: 1"]
    assert re.search(r"Double it .*1 \(50 %\)", words(html))


@pytest.mark.parametrize(
    ("values", "low", "counts"),
    [([0, 100, 99.9, 10], 0, {0: 1, 1: 1, 9: 2}), ([89.9, 90, 101], 90, {0: 2, 9: 1}), ([], 0, {})],
)
def test_a_histogram_counts_each_value_once(values: list[float], low: float, counts: dict[int, int]) -> None:
    made = histogram("x", values, low)
    assert {i: bar.count for i, bar in enumerate(made.bars) if bar.count} == counts
    assert made.place(low) == 0
    assert made.place(100) == 1
