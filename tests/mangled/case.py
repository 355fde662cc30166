"""What a mangled submission is, what it deserves, and the course that all of them belong to."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nb_course import DOUBLE, TEST_DOUBLE, by_id, cell, solved, write_course
from nbformat import NotebookNode

from autograder.course import Course

FILE = "n1.ipynb"
# Points differ, so that a score in the wrong row shows; None: a person decides.
FULL: dict[str, float | None] = {"test_double": 2.0, "test_clip": 3.0, "test_mean": 4.0, "why": None}
ANSWERS = {
    "double": "def double(x):\n    return x + x",
    "clip": "def clip(x, low, high):\n    return max(low, min(x, high))",
    "mean": "def mean(numbers):\n    return sum(numbers) / len(numbers)",
    "why": "Because all three are functions.",
}
GRADED = {name.removeprefix("test_"): name for name in FULL}  # exercise → its graded cell
STUBS = {  # as nbgrader releases them
    name: f"{ANSWERS[name].splitlines()[0]}\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    for name in ("double", "clip", "mean")
} | {"why": "YOUR ANSWER HERE"}
HONEST = ("aaron", "honest-mia", "zoe")  # graded among the others: first, somewhere, last
CONFIG = """
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__"]
c.Autograder.limits = {"cell_seconds": 20}
c.Autograder.cell_limits = {"a1/mean": {"cell_seconds": 2}, "a1/test_mean": {"cell_seconds": 2}}
"""

CLIP = "def clip(x, low, high):\n    ### BEGIN SOLUTION\n    return max(low, min(x, high))\n    ### END SOLUTION"
TEST_CLIP = """assert clip(5, 0, 3) == 3
### BEGIN HIDDEN TESTS
assert clip(-1, 0, 3) == 0, 'below the range'
### END HIDDEN TESTS"""
MEAN = "def mean(numbers):\n    ### BEGIN SOLUTION\n    return sum(numbers) / len(numbers)\n    ### END SOLUTION"
TEST_MEAN = """assert mean([1, 2, 3]) == 2
### BEGIN HIDDEN TESTS
assert mean(list(range(5))) == 2, 'more numbers'
### END HIDDEN TESTS"""


@dataclass
class Work:
    """What a student is about to hand in; honest and solved until a case has been at it.

    Attributes:
        nb: the notebook.
        folder: ``submitted/<student>/a1``; there, and empty.
        file: where the notebook goes in it.
        data: what is in that file; None for `nb` as Jupyter writes it.
    """

    nb: NotebookNode
    folder: Path
    file: str = FILE
    data: bytes | None = None

    def cell(self, grade_id: str) -> NotebookNode:
        """The one cell with a grade_id."""
        return by_id(self.nb, grade_id)

    def place(self, grade_id: str) -> int:
        """Its place in the notebook."""
        return int(self.nb.cells.index(self.cell(grade_id)))

    def place_of_first(self, grade_id: str) -> int:
        """The place of the first cell with a grade_id that several have."""
        labels = [each.metadata.get("nbgrader", {}).get("grade_id") for each in self.nb.cells]
        return labels.index(grade_id)

    def delete(self, *grade_ids: str) -> None:
        """Takes cells out."""
        for grade_id in grade_ids:
            self.nb.cells.remove(self.cell(grade_id))

    def own(self, source: str, before: str | None = "double", kind: str = "code") -> NotebookNode:
        """Puts a cell of the student's own before one of the instructor's; at the end for None."""
        made = cell(kind, source)
        self.nb.cells.insert(len(self.nb.cells) if before is None else self.place(before), made)
        return made

    def text(self) -> str:
        """The notebook as Jupyter writes it."""
        return json.dumps(self.nb, indent=1, ensure_ascii=False) + "\n"

    def save(self) -> None:
        """Writes the file that is handed in."""
        path = self.folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.text().encode() if self.data is None else self.data)


@dataclass(frozen=True)
class Case:
    """One mangled submission.

    Attributes:
        student: who hands it in: the case's name.
        mangle: makes it.
        points: what it deserves, by grade_id; None where a person decides.
        error: words of the error that it deserves instead of points; empty where it can be graded.
        says: words that the student is told with the points; where there are none, nothing may be said.
    """

    student: str
    mangle: Callable[[Work], None]
    points: dict[str, float | None]
    error: str
    says: tuple[str, ...]


CASES: dict[str, Case] = {}


def case(
    *says: str, student: str = "", error: str = "", **lost: float
) -> Callable[[Callable[[Work], None]], Callable[[Work], None]]:
    """Registers a case under its function's name.

    Args:
        says: words that must be among the incidents.
        student: who hands it in, where a Python name will not do.
        error: words of the error that it deserves.
        lost: exercise → points, of those that do not deserve full ones.
    """

    def register(mangle: Callable[[Work], None]) -> Callable[[Work], None]:
        name = student or mangle.__name__.strip("_").replace("_", "-")
        assert name not in CASES, name
        points = {GRADED[exercise]: score for exercise, score in lost.items()}
        CASES[name] = Case(name, mangle, FULL | points, error, says)
        return mangle

    return register


def write_class(root: Path, config: str = "") -> Course:
    """Writes a course and its class: every case, and the honest ones.

    Args:
        root: of the course.
        config: more lines of its nbgrader_config.py.
    """
    course = write_course(root, _source(), CONFIG + config)
    honest = _honest(course)
    mangles: dict[str, Callable[[Work], Any]] = {name: lambda _: None for name in HONEST}
    for student, mangle in (mangles | {name: each.mangle for name, each in CASES.items()}).items():
        folder = course.path("submitted", student, "a1")
        folder.mkdir(parents=True)
        work = Work(nbformat.from_dict(json.loads(json.dumps(honest))), folder)
        mangle(work)
        work.save()
    return course


def _source() -> NotebookNode:
    """The instructor's notebook."""
    cells = [
        cell("markdown", "# Functions"),
        cell("code", "import math", "imports", locked=True),
        cell("markdown", "## Exercise 1 · Double (2 points)"),
        cell("code", DOUBLE, "double", solution=True),
        cell("code", "double(21)"),
        cell("code", TEST_DOUBLE, "test_double", 2, grade=True, locked=True),
        cell("markdown", "## Exercise 2 · Clip (3 points)"),
        cell("code", CLIP, "clip", solution=True),
        cell("code", TEST_CLIP, "test_clip", 3, grade=True, locked=True),
        cell("markdown", "## Exercise 3 · Mean (4 points)"),
        cell("code", MEAN, "mean", solution=True),
        cell("code", TEST_MEAN, "test_mean", 4, grade=True, locked=True),
        cell("markdown", "## Exercise 4 · Why? (5 points)"),
        cell("markdown", "They are functions.", "why", 5, grade=True, solution=True),
    ]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


def _honest(course: Course) -> NotebookNode:
    """The released notebook, solved and run."""
    nb = solved(course, ANSWERS)
    for number, each in enumerate((c for c in nb.cells if c.cell_type == "code"), start=1):
        each.execution_count = number
        if each.source == "double(21)":
            each.outputs = [
                nbformat.v4.new_output("execute_result", {"text/plain": "42"}, execution_count=number),
            ]
    return nb
