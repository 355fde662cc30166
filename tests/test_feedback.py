"""The pages that students get back: right, whole, inert, and without a word of hidden tests."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nb_course import cell, solved, submit, write_course
from nbformat import v4
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.course import Course
from autograder.feedback import write_feedback
from autograder.gradebook import Recorder
from autograder.graded import read_graded
from autograder.pages import POLICY
from autograder.session import Options, Session

CANARY = "canary-7f3a"
LATE = """
from nbgrader.plugins import BasePlugin

class OnePoint(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0
"""
CONFIG = """
c.AssignLatePenalties.plugin_class = "late_policy.OnePoint"
c.Autograder.assignments = [{"name": "a1", "duedate": "2027-01-01 12:00:00 UTC"}]
"""
TEST = f"""assert double(1) == 2, 'One doubled is two.'
### BEGIN HIDDEN TESTS
secret = '{CANARY}'
assert double(-3) == -6, 'Think of negative numbers.'
### END HIDDEN TESTS"""
ACTIVE = {
    "cell": "from IPython.display import HTML, SVG, Latex\nHTML('<script>evil()</script><b onclick=evil()>bold</b>')",
    "picture": 'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="evil()"><script>evil()</script></svg>\')',
    "remote": "HTML('<img src=//evil.example/x><iframe src=//evil.example></iframe><style>@import x</style>')",
    "terminal": "print('<script>evil()</script>\\x1b[31mred\\x1b[0m')",
    "formula": "Latex(r'$\\href{javascript:evil()}{x} <script>evil()</script>$')",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Ada is right and early; bob is late, wrong and hostile; cy handed in nothing new."""
    root = tmp_path_factory.mktemp("feedback")
    (root / "late_policy.py").write_text(LATE)
    cells = [
        cell("markdown", "# Numbers\nOf $x^2$ and [this](https://pytorch.org)."),
        cell("markdown", "## Exercise 1 · Double it (2 points)"),
        cell(
            "code",
            "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            "double",
            solution=True,
        ),
        cell("code", TEST, "test_double", 2, grade=True, locked=True),
        cell("markdown", "## One"),
        cell("code", "one = 1", "one", solution=True),
        cell("code", "assert one == 1", "test_one", 1, grade=True, locked=True),
        cell("markdown", "## Exercise 2 · A wrong test"),
        cell(
            "code",
            f"### BEGIN HIDDEN TESTS\nimport no_such_{CANARY[:6]}\n### END HIDDEN TESTS",
            "test_wrong",
            1,
            grade=True,
            locked=True,
        ),
        cell("markdown", "## Exercise 3 · Why?"),
        cell("markdown", "Because.", "why", 3, grade=True, solution=True),
    ]
    made = write_course(root, v4.new_notebook(cells=cells), CONFIG)
    submit(made, "ada", solved(made), "2027-01-01 11:00:00 UTC")
    wrong = "import sys\ndef double(x):\n    return abs(2 * x)"
    nb = solved(made, {"double": wrong, "why": "<script>evil()</script> ![x](http://evil.example/y) $\\text{<b>}$"})
    nb.cells += [v4.new_code_cell(source) for source in ACTIVE.values()]
    nb.cells.append(v4.new_code_cell("while True: pass"))
    nb.cells.append(v4.new_markdown_cell("<iframe src='javascript:evil()'></iframe>[click](javascript:evil())"))
    submit(made, "bob", nb, "2027-01-02 12:00:00 UTC")
    made.settings.limits = {"cell_seconds": 12}
    with Session(made, Options(workers=0)) as session, Recorder(made) as recorder:
        for result in session.grade(made.assignment("a1"), made.submissions("a1")):
            recorder.record(result)
    with Gradebook(made.db_url, made.course_id) as gradebook:
        grade = gradebook.find_grade("why", "n1", "a1", "ada")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        gradebook.find_comment(
            "why", "n1", "a1", "ada"
        ).manual_comment = "Good, but **say more**. <script>evil()</script>"
        gradebook.db.commit()
    return made


def page(course: Course, student: str) -> str:
    """The page of a student, made anew."""
    assignment = course.assignment("a1")
    [submission] = read_graded(course, assignment, [student])
    [path] = write_feedback(course, assignment, submission)
    assert path == course.path("feedback", student, "a1") / "n1.html"
    return path.read_text(encoding="utf-8")


def words(html: str) -> str:
    """A page without its tags and styles, white space folded."""
    body = html[html.index("<body>") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


class Parts(HTMLParser):
    """Collects tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def parts(html: str) -> Parts:
    """What a page is made of."""
    found = Parts()
    found.feed(html)
    return found


def test_the_page_says_the_points_the_messages_and_what_a_person_wrote(course: Course) -> None:
    text = words(page(course, "ada"))
    assert "5 / 7" in text
    assert "Exercise 1 · Double it: passed, 2 of 2 points" in text
    assert "A person gave these points." in text
    assert re.search(r"Comment: *Good, but *say more *\.", text)
    assert "taken off" not in text
    assert "1 of the exercises is still to be read by a person" in text  # the test that is wrong
    assert "2027-01-01 11:00" in text


def test_a_late_and_wrong_submission_sees_why(course: Course) -> None:
    text = words(page(course, "bob"))
    assert "Think of negative numbers." in text
    assert re.search(r"Double it *✗ failed *0 / 2", text)
    assert "your code was stopped after 12 s" in text
    assert re.search(r"−1 *taken off for coming late|taken off for coming late *−1", text)


def test_what_a_student_gets_holds_no_hidden_test(course: Course) -> None:
    autograded = course.path("autograded", "bob", "a1") / "n1.ipynb"
    assert CANARY in autograded.read_text()  # the instructor sees it
    for student in ("ada", "bob"):
        html = page(course, student)
        assert CANARY not in html
        assert f"no_such_{CANARY[:6]}" not in html  # not even the name that the wrong test asks for
        assert "HIDDEN" not in html
        assert "double(-3)" not in re.sub(r"<[^>]+>", "", html)
        assert "One doubled is two." in words(html)  # the visible check is shown


def test_nothing_of_a_page_runs_or_asks_another_machine(course: Course) -> None:
    for student in ("ada", "bob"):
        html = page(course, student)
        found = parts(html)
        assert not found.tags & {"script", "iframe", "object", "embed", "form", "link", "base", "input"}
        for tag, name, value in found.attributes:
            assert not name.startswith("on"), (tag, name)
            assert not value.strip().lower().startswith("javascript:"), (tag, name, value)
            if name == "src":
                assert value.startswith("data:image/"), (tag, value)
        assert ("meta", "http-equiv", "Content-Security-Policy") in found.attributes
        assert ("meta", "content", POLICY) in found.attributes
        assert "<math" in html  # formulas are shown without a script


def test_the_command_writes_all_pages_and_says_where(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "a1", "--course-dir", str(course.root)]) == 0
    assert "2 pages for 2 students" in capsys.readouterr().out
    assert (course.path("feedback", "ada", "a1") / "timestamp.txt").read_text() == "2027-01-01 11:00:00 UTC"
    assert main(["feedback", "a1", "--student", "zoe", "--course-dir", str(course.root)]) == 2
    assert "Nothing of zoe was graded: run `autograder grade a1`" in capsys.readouterr().err


def test_a_course_without_grades_says_what_to_do_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = write_course(tmp_path)
    for command in ("feedback", "report"):
        assert main([command, "a1", "--course-dir", str(course.root)]) == 2
        assert "Nothing of any student was graded: run `autograder grade a1`" in capsys.readouterr().err
