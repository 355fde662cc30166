"""A student, JupyterLab and nbgrader's *Validate* button."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_servers import Jupyter, jupyter_lab
from nb_course import by_id, source_notebook, write_course
from playwright.sync_api import Page, expect

from autograder.release import release
from browser.conftest import Camera
from browser.pages import NotebookPage

RELEASED = Path(__file__).resolve().parents[2] / "release"
CHECK = """got = double(1)
assert got == 2, f"twice 1 is 2; yours is {got}"
### BEGIN HIDDEN TESTS
canary_4711 = double(-3)
assert canary_4711 == -6
### END HIDDEN TESTS"""
SUCCESS = "Success! Your notebook passes all the tests."


@pytest.fixture(scope="module")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A student's JupyterLab over what was released: a small assignment; the course's first notebook, whole and cut."""
    nb = source_notebook()
    by_id(nb, "test_double").source = CHECK
    course = write_course(tmp_path_factory.mktemp("course"), nb)
    root = tmp_path_factory.mktemp("student")
    shutil.copytree(release(course, "a1"), root / "a1")
    shutil.copytree(RELEASED / "01-tensors", root / "01-tensors")
    first_exercise(root / "01-tensors" / "01-tensors.ipynb", root / "first" / "01-tensors.ipynb")
    with jupyter_lab(root, tmp_path_factory.mktemp("jupyter") / "home") as jupyter:
        yield jupyter


def first_exercise(whole: Path, path: Path) -> None:
    """Cuts a notebook behind its first exercise, so that *Validate* takes seconds."""
    nb = nbformat.read(whole, as_version=4)
    nb.cells = nb.cells[: next(i for i, cell in enumerate(nb.cells) if cell.source.startswith("## Exercise 2"))]
    path.parent.mkdir()
    nbformat.write(nb, path)


def test_a_student_sees_which_check_fails_and_why_and_then_that_all_pass(lab: Jupyter, page: Page) -> None:
    notebook = NotebookPage(page, lab, "a1/n1.ipynb")
    notebook.write("def double", "def double(x):\n    return 3 * x")
    notebook.run_all()
    expect(notebook.cell("got = double(1)").locator(".jp-OutputArea")).to_contain_text("twice 1 is 2; yours is 3")

    answer = notebook.validate()
    expect(answer).to_contain_class("validation-failed")
    expect(answer.get_by_text("The following cell failed:")).to_have_count(3)
    said = answer.inner_text()
    assert "AssertionError: twice 1 is 2; yours is 3" in said  # the wrong one, in the words of the test
    assert "assert half(1) == 0.5" in said  # the untouched one
    assert "NotImplementedError" in said
    assert "You did not provide a response." in said  # the written one
    assert "canary" not in page.content()
    notebook.close_answer()

    notebook.write("def double", "def double(x):\n    return 2 * x")
    notebook.write("def half", "def half(x):\n    return x / 2")
    notebook.write_markdown("YOUR ANSWER HERE", "Halves are doubles the other way round.")
    answer = notebook.validate()
    expect(answer).to_have_text(SUCCESS)
    expect(answer).to_contain_class("validation-success")


def test_the_first_notebook_of_the_course_opens_with_all_its_formulas_and_hints(lab: Jupyter, page: Page) -> None:
    nb = nbformat.read(RELEASED / "01-tensors" / "01-tensors.ipynb", as_version=4)
    NotebookPage(page, lab, "01-tensors/01-tensors.ipynb")
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(nb.cells))
    hints = sum(cell.source.count("<details>") for cell in nb.cells)
    expect(page.locator(".jp-RenderedMarkdown details")).to_have_count(hints)
    expect(page.locator(".jp-RenderedMarkdown").filter(has_text="$")).to_have_count(0)
    expect(page.locator("mjx-merror")).to_have_count(0)


def test_the_checks_of_the_course_say_in_the_browser_what_to_do(lab: Jupyter, page: Page, take_picture: Camera) -> None:
    notebook = NotebookPage(page, lab, "first/01-tensors.ipynb")
    notebook.write("def choose_device", "def choose_device(cuda, mps):\n    return 'cuda' if cuda else 'cpu'")
    answer = notebook.validate()
    expect(answer.get_by_text("The following cell failed:")).to_have_count(1)
    expect(answer).to_contain_text("AssertionError: that is a string: make a device of it, torch.device(...)")
    answer.evaluate("dialog => dialog.scrollTop = dialog.scrollHeight")  # the message is the last line
    take_picture("jupyterlab-validate.png", 800)
