"""``autograder grade``: one run with a progress bar where someone watches, and a summary table."""

import time
from collections.abc import Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook import Recorder
from autograder.results import Outcome, SubmissionResult
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session
from autograder.texts import printable

MAX_NOTES = 12
T = TypeVar("T")


def grade_with_progress(
    course: Course,
    name: str,
    students: list[str] | None,
    options: Options,
    console: Console,
    warm: Warm | None = None,
) -> int:
    """Grades, records, shows; gives the exit status: 0 when every submission was graded, whatever it scored.

    Raises:
        CourseError: no such assignment, or nothing was submitted.
        SetupError: this machine cannot grade.
    """
    started = time.monotonic()
    assignment = course.assignment(name)
    submissions = course.submissions(name, students)
    if not submissions:
        raise CourseError(f"Nothing was submitted: {course.path('submitted', '<student>', name)} does not exist yet.")
    with Session(course, options, warm) as session, Recorder(course, assignment) as recorder:
        results = []
        for result in shown(session.grade(assignment, submissions), len(submissions), session, console):
            results.append(recorder.record(result).without_executed())
    results.sort(key=lambda r: r.student)
    console.print(summary(results))
    for line in notes(results):
        console.print(printable(line), highlight=False, markup=False, soft_wrap=True)
    failed = sum(1 for r in results if r.error)
    kept = sum(1 for r in results if r.kept)
    unchanged = f" ({kept} of them before, and unchanged since: --force grades them again)" if kept else ""
    seconds = time.monotonic() - started
    console.print(
        f"{len(results) - failed} of {len(results)} submissions graded{unchanged} on {session.device} "
        f"in {seconds:.1f} s; recorded in {course.path('autograded', '<student>', name)} and the gradebook.",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip
    return 1 if failed else 0


class InProgress(ProgressColumn):
    """What is being graded at the moment."""

    def __init__(self, session: Session) -> None:
        self.session = session
        super().__init__()

    def render(self, task: Task) -> Text:
        """Names of up to three submissions."""
        names = sorted(self.session.in_progress.copy())  # another thread draws the bar
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return Text(f"grading {', '.join(names[:3])}{more}" if names else "starting")


def shown(results: Iterator[T], total: int, session: Session, console: Console) -> Iterator[T]:
    """The same results, with a progress bar on a terminal and silence elsewhere."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), InProgress(session))
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=total)
        for result in results:
            yield result
            progress.advance(task)  # it is recorded


def summary(results: list[SubmissionResult]) -> Table:
    """A row for each submission."""
    table = Table("student", "score", "failed", "for a person", "seconds", title=None)
    for result in results:
        if result.error:
            table.add_row(result.student, "not graded", "", "", "")
            continue
        cells = [c for n in result.notebooks for c in n.cells]
        failed = [c for c in cells if c.outcome in (Outcome.FAILED, Outcome.NOT_ATTEMPTED)]
        person = sum(1 for c in cells if c.needs_manual_grade)
        score = f"{result.score:g} / {result.max_score:g}"
        table.add_row(result.student, score, str(len(failed) or ""), str(person or ""), f"{result.seconds:.1f}")
    return table


def notes(results: list[SubmissionResult]) -> list[str]:
    """What a person should know: submissions that could not be graded, errors of tests, incidents."""
    lines = []
    for result in results:
        if result.error:
            lines.append(f"{result.student}: {result.error}")
        for warning in result.warnings:
            lines.append(f"{result.student}: {warning}")
        for notebook in result.notebooks:
            lines += [f"{result.student}: {text}" for text in notebook.notes]
            lines += [
                f"{result.student}: {c.grade_id}: the test itself failed, left for a person.\n{c.detail}"
                for c in notebook.cells
                if c.outcome is Outcome.GRADER_ERROR
            ]
    if len(lines) > MAX_NOTES:
        lines = [*lines[:MAX_NOTES], f"… and {len(lines) - MAX_NOTES} more notes; they stand in autograded/ too."]
    return lines
