"""An instructor, formgrader, and a class that ``autograder grade`` has graded."""

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from jupyter_servers import Jupyter, jupyter_lab
from nb_course import by_id
from nbgrader.api import Gradebook
from playwright.sync_api import Locator, Page, expect
from small_course import copy_course

from autograder.answers import read_answers, write_submission
from autograder.course import Assignment, Course, load_course
from autograder.gradebook import Recorder, open_gradebook
from autograder.notebook import hidden_lines
from autograder.release import release
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session
from browser.conftest import Camera

PROJECT = Path(__file__).resolve().parents[2]
NAME = "01-tensors"  # of the assignment, and of its notebook
STUDENTS = {"ada": ("Ada", "Lovelace"), "bob": ("Bob", "Noyce"), "eve": ("Eve", "Moneypenny")}
WRONG = ("choose_device", "pick")
WRITTEN = "explain_tensors"
ANSWER = """`x[0]` is a view: it shares memory with `x`, so `+=` changes both, and `row + 1` makes a new tensor. A copy
would be `x[0].clone()`.

A loop pays Python's overhead for every element; broadcasting pays it once and then runs compiled code.
"""


def grade(course: Course, warm: Warm) -> None:
    """What ``autograder grade`` does."""
    with Session(course, Options(workers=1, device="cpu"), warm) as session, Recorder(course) as recorder:
        for result in session.grade(course.assignment(NAME), course.submissions(NAME)):
            recorder.record(result)


def hand_in(course: Course, student: str, answers: dict[str, str]) -> Path:
    """Replaces what a student handed in; gives the notebook."""
    folder = course.path("submitted", student, NAME)
    shutil.rmtree(folder, ignore_errors=True)
    write_submission(course.assignment(NAME), folder, answers)
    (folder / "timestamp.txt").write_text("2027-02-14 18:00:00 UTC")
    return folder / f"{NAME}.ipynb"


def answers_of_bob(assignment: Assignment) -> dict[str, str]:
    """Two wrong ones, and some of what the written answer should say."""
    answers = {a.solution_id: a.source for a in read_answers(assignment.folder / "wrong_answers", "wrong")}
    return {WRITTEN: ANSWER} | {name: answers[name] for name in WRONG}


@pytest.fixture(scope="module")
def course(chromium: str, warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """This course as it is shipped. ada is right, bob is wrong twice, eve's file is cut off; they were graded."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(PROJECT / "source" / NAME, root / "source" / NAME)
    for name in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(PROJECT / name, root)
    course = load_course(root)
    release(course, NAME)
    with open_gradebook(course) as gradebook:
        for student, (first, last) in STUDENTS.items():
            gradebook.add_student(student, first_name=first, last_name=last)
    hand_in(course, "ada", {})
    hand_in(course, "bob", answers_of_bob(course.assignment(NAME)))
    path = hand_in(course, "eve", {})
    path.write_text(path.read_text()[:300])
    grade(course, warm)
    return course


@pytest.fixture(scope="module")
def jupyter(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    with jupyter_lab(course.root, tmp_path_factory.mktemp("jupyter") / "home") as jupyter:
        yield jupyter


@dataclass(frozen=True)
class Row:
    """What the gradebook says of one graded cell."""

    auto_score: float | None
    manual_score: float | None
    needs_manual_grade: bool


def rows(course: Course, student: str) -> dict[str, Row]:
    """A student's rows by grade_id."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, student).grades
        return {g.name: Row(g.auto_score, g.manual_score, g.needs_manual_grade) for g in grades}


def row(page: Page, student: str) -> Locator:
    """The row of formgrader's table of submissions, or of those graded, that is about a student."""
    return page.get_by_role("row").filter(has_text=STUDENTS[student][1])


def open_submissions(page: Page, jupyter: Jupyter) -> None:
    """From formgrader's first page to the assignment's submissions."""
    page.goto(jupyter.address("formgrader"))
    page.get_by_role("row").filter(has_text=NAME).locator(".num-submissions a").click()
    expect(row(page, "bob")).to_be_visible()


def press(page: Page, student: str, button: str) -> None:
    """Presses one of the buttons behind a submission, and reads that it worked."""
    row(page, student).locator(f".{button} a").click()
    dialog = page.get_by_role("dialog").filter(has_text="Success")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_be_hidden()


def test_the_instructor_sees_who_has_which_score(page: Page, jupyter: Jupyter, take_picture: Camera) -> None:
    open_submissions(page, jupyter)
    expect(row(page, "ada").locator(".score")).to_have_text("95 / 100")
    expect(row(page, "ada").locator(".status")).to_have_text("needs manual grading")
    expect(row(page, "bob").locator(".score")).to_have_text("84 / 100")
    expect(row(page, "eve").locator(".status")).to_have_text("needs autograding")
    take_picture("formgrader.png", 540)


def test_a_score_by_hand_stays_and_autograde_gives_what_the_command_gives(
    page: Page, jupyter: Jupyter, course: Course, warm: Warm, tmp_path: Path, take_picture: Camera
) -> None:
    open_submissions(page, jupyter)
    score_by_hand(page, "bob", "3", "Well argued. And the third question?")
    assert rows(course, "bob")[WRITTEN] == Row(None, 3, False)
    page.locator(f"#{WRITTEN}-comment").evaluate("comment => comment.scrollIntoView({block: 'end'})")
    take_picture("formgrader-submission.png", 800)

    answers = answers_of_bob(course.assignment(NAME))
    del answers["pick"]
    hand_in(course, "bob", answers)  # again, with one mistake less
    twin = copy_course(course, tmp_path)
    grade(twin, warm)
    expected = rows(twin, "bob")
    assert expected["test_pick"] == Row(7, None, False)
    assert expected["test_choose_device"] == Row(0, None, False)
    assert rows(course, "bob")["test_pick"] == Row(0, None, False)

    open_submissions(page, jupyter)
    press(page, "bob", "autograde")
    assert rows(course, "bob") == expected
    assert expected[WRITTEN].manual_score == 3
    expect(row(page, "bob").locator(".score")).to_have_text("94 / 100")
    executed = nbformat.read(course.path("autograded", "bob", NAME) / f"{NAME}.ipynb", as_version=4)
    assert by_id(executed, "test_pick").metadata["autograder"]["outcome"] == "passed"  # only our grader says so


def test_feedback_made_by_the_button_shows_no_hidden_test(page: Page, jupyter: Jupyter, course: Course) -> None:
    open_submissions(page, jupyter)
    press(page, "bob", "generate-feedback")
    feedback = course.path("feedback", "bob", NAME) / f"{NAME}.html"
    text = html.unescape(re.sub(r"<[^>]+>", "", feedback.read_text()))
    assert 'return torch.device("gpu")' in text  # what bob wrote
    handed_in = course.path("submitted", "bob", NAME) / f"{NAME}.ipynb"
    assert not [line for line in hidden(course, handed_in) if line in text]


def score_by_hand(page: Page, student: str, score: str, comment: str) -> None:
    """Opens a submission and enters what a person thinks of the written answer."""
    row(page, student).locator(".student-name a").click()
    page.get_by_role("link", name=NAME, exact=True).last.click()
    expect(page.locator(f"#{WRITTEN}")).to_contain_class("needs_manual_grade")  # the page knows the scores, and
    expect(page.locator(f"#{WRITTEN}-comment")).to_have_attribute("placeholder", re.compile("Type"))  # the comments
    for selector, text in ((f"#{WRITTEN}", score), (f"#{WRITTEN}-comment", comment)):
        with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            page.locator(selector).fill(text)
            page.keyboard.press("Tab")
        assert saved.value.ok


def hidden(course: Course, handed_in: Path) -> list[str]:
    """The lines of hidden tests that the student neither was given nor wrote."""
    [source] = course.assignment(NAME).notebooks
    known = "\n".join(cell.source for cell in nbformat.read(handed_in, as_version=4).cells)
    lines = [
        cell.source.split("\n")[number - 1].strip()
        for cell in source.cells
        for number in hidden_lines(cell.source, source.hidden)
    ]
    found = [line for line in lines if len(line) > 20 and line not in known]
    assert len(found) > 100
    return found
