"""Runs one test cell in the grader: pytest's assertion introspection, partial credit, and who is at fault."""

import contextlib
import io
import math
import signal
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch

from autograder.errors import GraderError, StudentError
from autograder.results import Outcome
from autograder.wall.compiling import CompiledTest
from autograder.wall.remote import RaisedByStudent, TestNamespace

# pytest.fail and pytest.skip raise what is not an Exception.
PYTEST_OUTCOMES = (pytest.fail.Exception, pytest.skip.Exception)

FAILED_HIDDEN = "A hidden test of this exercise failed."
RAISED_HIDDEN = "Your code raised an error, or gave something a test cannot use, while a hidden test ran."
ASSERTING_LIBRARIES = ("numpy", "torch", "unittest", "_pytest", "pandas", "nose")
TOO_LARGE = "What your code returned is so large that the test ran out of {what} with it."
# Bytes that came from the student while a test ran: it may not be the test's fault that they were many.
HEAVY = 8 << 20
GRADER_FAULT = "The test itself could not be run; a person will look at this exercise."


@dataclass(frozen=True)
class TestCell:
    """A test cell, ready to run.

    Attributes:
        code: the instructor's, hidden tests included.
        points: what it is worth.
        hidden: 1-based numbers of the lines inside hidden-test regions.
    """

    __test__ = False  # pytest: not a test class

    code: CompiledTest
    points: float
    hidden: frozenset[int]


@dataclass(frozen=True)
class Verdict:
    """How a test cell ended.

    Attributes:
        outcome: see `Outcome`.
        score: points; None for a grader error.
        message: for the student.
        detail: for the instructor.
        printed: what the test cell printed.
        error: the exception, where it ended with one; for ``--pdb``.
    """

    outcome: Outcome
    score: float | None
    message: str = ""
    detail: str = ""
    printed: str = ""
    error: BaseException | None = None


class OutOfTime(BaseException):
    """The test cell's own time is up. No Exception, which tests and libraries catch."""


def run_test(cell: TestCell, names: TestNamespace, earlier_tests_define: frozenset[str], seconds: float) -> Verdict:
    """Runs a test cell and judges how it ended.

    Args:
        cell: what to run.
        names: its globals; what it defines stays there for later test cells.
        earlier_tests_define: names which earlier test cells should have defined: where one of them failed first,
            a missing name is not this test's fault.
        seconds: wall time it may take.
    """
    printed, received = io.StringIO(), 0
    try:
        body, last = cell.code.load()
        received = names.remote.sandbox.received
        names.remote.deadline = time.monotonic() + seconds
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            warnings.catch_warnings(),
            alarm(seconds + 5),
        ):
            warnings.simplefilter("ignore")  # warnings never cost points
            exec(body, names)
            value = eval(last, names) if last else None
        verdict = judge_value(value, cell.points)
    except (Exception, SystemExit, OutOfTime, *PYTEST_OUTCOMES) as error:
        if isinstance(error, (MemoryError, OutOfTime)) and names.remote.sandbox.received - received > HEAVY:
            what = "memory" if isinstance(error, MemoryError) else "time"
            error = StudentError(TOO_LARGE.format(what=what)).with_traceback(error.__traceback__)
        verdict = judge_error(error, cell, earlier_tests_define)
    finally:
        names.remote.deadline = float("inf")
    return Verdict(
        verdict.outcome, verdict.score, verdict.message, verdict.detail, printed.getvalue()[-20_000:], verdict.error
    )


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises `OutOfTime` in the block when a test's own code does not end (calls have deadlines of their own)."""

    def ring(*_: object) -> None:
        raise OutOfTime

    try:
        previous = signal.signal(signal.SIGALRM, ring)
    except ValueError:  # not the main thread (nbgrader's web server): calls' own deadlines must do
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def judge_value(value: Any, points: float) -> Verdict:
    """nbgrader's rule: the last expression, if a number, is the score; anything else is full marks.

    Raises:
        GraderError: the number is not one of [0, points], or a bare False, which nbgrader takes for full marks.
    """
    if isinstance(value, torch.Tensor) and value.ndim == 0:
        value = value.item()
    if isinstance(value, (np.number, np.bool_)):
        value = value.item()
    if value is False:
        raise GraderError("The test cell's last expression is False; a condition must be asserted to count.")
    if value is True or not isinstance(value, (int, float)):
        return Verdict(Outcome.PASSED, points)
    if not (math.isfinite(value) and 0 <= value <= points):
        raise GraderError(f"The test cell gave {value} points; partial credit lies between 0 and {points:g}.")
    if value == points:
        return Verdict(Outcome.PASSED, points)
    message = f"{value:g} of {points:g} points." if value else "This earned no points yet."
    return Verdict(Outcome.PARTIAL if value else Outcome.FAILED, float(value), message)


def judge_error(error: BaseException, cell: TestCell, earlier_tests_define: frozenset[str]) -> Verdict:
    """Whose fault an exception in a test cell is, and what each of the two readers is told."""
    if not isinstance(error, StudentError) and is_grader_fault(error, earlier_tests_define):
        return Verdict(Outcome.GRADER_ERROR, None, GRADER_FAULT, explain(error, cell), error=error)
    line = failing_line(error, cell)
    message = student_message(error, hidden=line in cell.hidden)
    return Verdict(Outcome.FAILED, 0.0, message, explain(error, cell), error=error)


def is_grader_fault(error: BaseException, earlier_tests_define: frozenset[str]) -> bool:
    """A missing import, a name nobody defines, a bad number of points, a file that is not there, an endless test."""
    if isinstance(error, NameError):
        return error.name not in earlier_tests_define
    return isinstance(
        error, (GraderError, ImportError, OSError, OutOfTime, MemoryError, SystemExit, pytest.skip.Exception)
    )


def failing_line(error: BaseException, cell: TestCell) -> int:
    """The line of the cell that was running: the outermost frame in it. 0 where there is none."""
    name = cell.code.name
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == name:
            return line
    return 0


def student_message(error: BaseException, hidden: bool) -> str:
    """What the student is told: in a hidden part, only what the test's author wrote."""
    if isinstance(error, StudentError):
        notes = "".join(f" {note}" for note in getattr(error, "__notes__", ()))  # the case, from `autograder.checks`
        if isinstance(error, RaisedByStudent):
            return (RAISED_HIDDEN if hidden else f"Your code raised {error}") + notes
        text = str(error)  # a sentence of the grader's own
        return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".") + notes
    if isinstance(error, AssertionError):
        if hidden and is_a_librarys(error):  # it would show the expected values
            return FAILED_HIDDEN
        return authors_message(error) or (FAILED_HIDDEN if hidden else str(error)[:500])
    if isinstance(error, pytest.fail.Exception):
        return str(error)[:1000] or FAILED_HIDDEN
    return RAISED_HIDDEN if hidden else f"{type(error).__name__}: {error}"[:500]


def is_a_librarys(error: BaseException) -> bool:
    """Whether an assertion of a library's, such as `torch.testing.assert_close`, wrote the message."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and str(frames[-1].f_globals.get("__name__")).split(".")[0] in ASSERTING_LIBRARIES


def authors_message(error: AssertionError) -> str:
    """The message the author gave to ``assert``, without pytest's introspection below it."""
    text = str(error)
    if text.startswith("assert "):
        return ""
    return text.split("\nassert ", 1)[0].strip()[:1000]


def explain(error: BaseException, cell: TestCell) -> str:
    """The traceback through the cell, as pytest would show it, and the student's own where the code raised."""
    name = cell.code.name
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == name]
    lines = [f"{name}, line {f.lineno}:\n    {f.line}" for f in frames]
    # The text of what the student's code raised begins with its class already.
    text = str(error) if isinstance(error, RaisedByStudent) else f"{type(error).__name__}: {error}"
    lines.append("\n".join("E   " + line for line in text.splitlines()[:40]))
    if isinstance(error, RaisedByStudent) and error.remote_traceback:
        lines.append("In the student's process:\n" + error.remote_traceback)
    return "\n".join(lines)
