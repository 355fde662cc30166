"""What grading makes of a submitted notebook: one step for each cell, its role and its text."""

from dataclasses import dataclass
from enum import StrEnum

from nbformat.notebooknode import NotebookNode

HIDDEN_TESTS = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")


class Role(StrEnum):
    """What grading does with a cell."""

    STUDENT = "student"  # code, run in the sandbox: the student's, and the instructor's ungraded code
    TEST = "test"  # an autograder-tests cell, run by the grader
    SANDBOX_TEST = "sandbox test"  # one tagged in-sandbox: run in the student's process, untrusted
    MANUAL = "manual"  # graded by a person; its code, if it is code, runs in the sandbox
    TEXT = "text"  # markdown and raw


@dataclass(frozen=True)
class Step:
    """One cell of a restored notebook, in the order of grading.

    Attributes:
        index: of the cell in ``nb.cells``.
        role: what grading does with it.
        grade_id: of an instructor's cell; None for the student's own cells.
        source: its text; of a test, hidden tests included.
        points: what it is worth; 0 where it is not graded.
        hidden: lines (from 1) of `source` that students have never seen.
        untouched: a solution cell that is as it was released (nbgrader's "No response.").
        solution: nbgrader knows it as a solution cell: the gradebook has a comment for it.
        code: it is a code cell.
    """

    index: int
    role: Role
    grade_id: str | None
    source: str
    points: float = 0.0
    hidden: frozenset[int] = frozenset()
    untouched: bool = False
    solution: bool = False
    code: bool = True


@dataclass(frozen=True)
class Restored:
    """A submission brought back to the instructor's cells.

    Attributes:
        nb: the notebook to grade, current nbformat version, outputs cleared.
        steps: one for each cell of `nb`.
        incidents: sentences for the student and the instructor on what was changed back.
    """

    nb: NotebookNode
    steps: tuple[Step, ...]
    incidents: tuple[str, ...]


def hidden_lines(source: str, delimiters: tuple[str, str] = HIDDEN_TESTS) -> frozenset[int]:
    """Line numbers (from 1) of hidden tests, delimiters included.

    Args:
        source: text of a test cell.
        delimiters: nbgrader's ClearHiddenTests.begin_test_delimeter and end_test_delimeter.
    """
    begin, end = delimiters
    hidden: set[int] = set()
    inside = False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or begin in line
        if inside or end in line:
            hidden.add(number)
        if end in line and begin not in line:
            inside = False
    return frozenset(hidden)


def released_test(source: str, delimiters: tuple[str, str] = HIDDEN_TESTS) -> str:
    """The text of a test cell that students are given: without its hidden tests."""
    hidden = hidden_lines(source, delimiters)
    lines = source.split("\n")
    return "\n".join(line for number, line in enumerate(lines, start=1) if number not in hidden)
