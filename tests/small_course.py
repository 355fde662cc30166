"""A class as tests of the commands need it: every kind of graded cell, and students who fare differently."""

import shutil
import sys
from pathlib import Path

import nbformat
from nb_course import DOUBLE, HALF, TEST_DOUBLE, cell, solved, submit, write_course
from nbformat import NotebookNode

from autograder.answers import write_submission
from autograder.course import Course, load_course

LIGHT = "light"  # what benchmarks call a class of `light_notebook`
TIERS = "def tier():\n    ### BEGIN SOLUTION\n    return 3\n    ### END SOLUTION"
AUTOGRADER = (sys.executable, "-m", "autograder.cli")


def class_notebook() -> NotebookNode:
    """Three auto-graded exercises, one whose test is itself wrong, and one for a person to grade."""
    cells = [
        cell("markdown", "## Double it"),
        cell("code", DOUBLE, "double", solution=True),
        cell("code", TEST_DOUBLE, "test_double", 2, grade=True, locked=True),
        cell("markdown", "## Halve it"),
        cell("code", HALF, "half", solution=True),
        cell("code", "assert half(1) == 0.5", "test_half", 1, grade=True, locked=True),
        cell("markdown", "## Climb"),
        cell("code", TIERS, "tier", solution=True),
        cell("code", "tier()", "test_tier", 3, grade=True, locked=True),
        cell("markdown", "## A test that is wrong"),
        cell("code", "import no_such_module", "test_wrong", 1, grade=True, locked=True),
        cell("markdown", "## Why?"),
        cell("markdown", "Because.", "why", 3, grade=True, solution=True),
    ]
    return nbformat.v4.new_notebook(cells=cells)


def write_class(root: Path, config: str = "") -> Course:
    """A course in which ada is right, bob is wrong in three ways, and eve's file is cut off."""
    course = write_course(root, class_notebook(), config)
    submit(course, "ada", solved(course))
    wrong = {
        "double": "def double(x):\n    return abs(2 * x)",
        "half": "def half(x):\n    raise KeyError('no halves')",
        "tier": "def tier():\n    return 1",
    }
    submit(course, "bob", solved(course, wrong))
    path = submit(course, "eve", solved(course))
    path.write_text(path.read_text()[:300])
    return course


def add_twins(course: Course) -> None:
    """Adds an assignment ``a2`` of two notebooks with the same names of cells; ada leaves the first one as it is."""
    cells = [
        cell("code", DOUBLE, "double", solution=True),
        cell("code", "assert double(4) == 8", "test_double", 2, grade=True, locked=True),
    ]
    folder = course.root / "source" / "a2"
    folder.mkdir()
    for name in ("n1", "n2"):
        nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{name}.ipynb")
    first, second = course.assignment("a2").notebooks
    submitted = course.path("submitted", "ada", "a2")
    submitted.mkdir(parents=True)
    nbformat.write(first.student, submitted / "n1.ipynb")
    nbformat.write(nbformat.v4.new_notebook(cells=list(second.cells)), submitted / "n2.ipynb")


def copy_course(course: Course, root: Path) -> Course:
    """The course with all that was recorded so far, in another folder."""
    shutil.copytree(course.root, root, dirs_exist_ok=True)
    return load_course(root)


def light_notebook() -> NotebookNode:
    """Three short exercises on tensors, that cost a grader hardly anything."""
    exercises = {
        "double": ("return 2 * x", "assert double(torch.arange(3)).tolist() == [0, 2, 4]"),
        "mean": ("return x.float().mean()", "assert mean(torch.arange(3)).item() == 1"),
        "outer": ("return x[:, None] * x", "assert outer(torch.arange(3)).shape == (3, 3)"),
    }
    cells = [cell("code", "import torch", "imports", locked=True)]
    for function, (answer, test) in exercises.items():
        solution = f"def {function}(x):\n    ### BEGIN SOLUTION\n    {answer}\n    ### END SOLUTION"
        cells += [
            cell("code", solution, function, solution=True),
            cell("code", test, f"test_{function}", 2, grade=True, locked=True),
        ]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


def add_light_class(root: Path, name: str, students: int) -> Course:
    """A course with `light_notebook` as its one assignment, and perfect submissions of it."""
    (root / "source" / name).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    nbformat.write(light_notebook(), root / "source" / name / f"{name}.ipynb")
    course = load_course(root)
    assignment = course.assignment(name)
    for number in range(students):
        write_submission(assignment, course.path("submitted", f"s{number:04d}", name), {})
    return course
