"""The pytest plugin: ``pytest submitted/`` collects an item for each graded cell of each submission.

The run is the same as ``autograder grade``'s: an engine grades submissions in parallel, and each submission's items
report as soon as its result is there.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.errors import AutograderError, SetupError
from autograder.results import CellResult, Outcome, SubmissionResult

if TYPE_CHECKING:
    from autograder.course import Assignment, Course, Exercise, Submission

WORKERS_HELP = "Submissions graded at a time; 0: in this process, which --pdb needs."
DEVICE_HELP = "Where students' code runs: auto, cpu or cuda (default: as course_config.py says)."
ISOLATION_HELP = "namespaces, or none: students' code runs as you, with your files."
FORCE_HELP = "Grade unchanged submissions again, too."


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of grading."""
    group = parser.getgroup("autograder", "grading the submissions of an nbgrader course")
    group.addoption("--workers", type=int, default=None, metavar="N", help=WORKERS_HELP)
    group.addoption("--device", choices=("auto", "cpu", "cuda"), default=None, help=DEVICE_HELP)
    group.addoption("--isolation", choices=("namespaces", "none"), default=None, help=ISOLATION_HELP)
    group.addoption("--force", action="store_true", help=FORCE_HELP)


class CellFailed(Exception):
    """A graded cell did not get full marks."""


@lru_cache(maxsize=8)
def _course(root: Path) -> "tuple[Course, dict[Path, Submission]]":
    """A course and its submissions by folder."""
    from autograder.course import load_course

    course = load_course(root)
    found = [s for name in course.assignments() for s in course.submissions(name)]
    return course, {s.folder.resolve(): s for s in found}


@lru_cache(maxsize=64)
def _assignment(root: Path, name: str) -> "Assignment":
    return _course(root)[0].assignment(name)


def _course_root(path: Path) -> Path | None:
    """The course folder above ``…/submitted/…``; None where the path is in none."""
    for folder in path.parents:
        if folder.name == "submitted" and (folder.parent / "source").is_dir():
            return folder.parent
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> "SubmissionFolder | None":
    """Collects ``submitted/<student>/<assignment>`` as a submission."""
    root = _course_root(path)
    if root is None:
        return None
    try:
        submission = _course(root)[1].get(path.resolve())
    except SetupError as error:
        raise pytest.UsageError(str(error)) from error
    if submission is None:
        return None
    folder: SubmissionFolder = SubmissionFolder.from_parent(parent, path=path)
    folder.root, folder.submission = root, submission
    return folder


class SubmissionFolder(pytest.Directory):
    """One student's submission of one assignment."""

    root: Path
    submission: "Submission"

    def collect(self) -> "Iterable[GradedCell]":
        """An item for each graded cell of the source, whatever the student handed in."""
        try:
            assignment = _assignment(self.root, self.submission.assignment)
        except SetupError as error:
            raise self.CollectError(str(error)) from error
        for notebook in assignment.notebooks:
            for exercise in notebook.exercises:
                item: GradedCell = GradedCell.from_parent(self, name=exercise.grade_id)
                item.exercise = exercise
                yield item


class GradedCell(pytest.Item):
    """One graded cell of one submission."""

    exercise: "Exercise"
    result: SubmissionResult
    error: BaseException | None = None

    @property
    def folder(self) -> SubmissionFolder:
        """The submission it belongs to."""
        assert isinstance(self.parent, SubmissionFolder)
        return self.parent

    def runtest(self) -> None:
        """Reports how the cell was graded."""
        if self.result.error:
            raise CellFailed(self.result.error)
        cell = self.cell()
        self.user_properties += [("auto_score", cell.auto_score), ("max_score", cell.max_score)]
        if cell.outcome is Outcome.MANUAL:
            pytest.skip("graded by a person")
        if cell.outcome is Outcome.PASSED:
            return
        if self.error is not None:
            raise self.error  # as it was raised, with its frames: --pdb stops in the test cell
        lost = "not graded" if cell.auto_score is None else f"{cell.auto_score:g} of {cell.max_score:g} points"
        raise CellFailed(f"{cell.outcome}, {lost}: {cell.message}\n{cell.detail}".rstrip())

    def cell(self) -> CellResult:
        """The result of this cell."""
        cells = (c for n in self.result.notebooks for c in n.cells)
        return next(c for c in cells if c.grade_id == self.exercise.grade_id)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message for the student, then pytest's introspection of the test cell."""
        if isinstance(excinfo.value, CellFailed):
            return str(excinfo.value)
        cell = self.cell()
        return f"{cell.outcome}: {cell.message}\n{cell.detail}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where pytest says the item is."""
        return self.path, None, f"{self.folder.submission.student}: {self.exercise.title}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Grades the collected submissions, reports their items as results arrive, then runs all other tests."""
    cells = [item for item in session.items if isinstance(item, GradedCell)]
    stops = session.testsfailed and not session.config.option.continue_on_collection_errors
    if not cells or stops or session.config.option.collectonly:
        return None
    try:
        for items in _graded(session, cells):
            _run(session, items)
    except AutograderError as error:
        raise pytest.UsageError(str(error)) from error
    _run(session, [item for item in session.items if not isinstance(item, GradedCell)])
    return True


def _run(session: pytest.Session, items: list[pytest.Item]) -> None:
    """pytest's own loop over some items."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)


def _graded(session: pytest.Session, cells: list[GradedCell]) -> Iterator[list[pytest.Item]]:
    """The items of each submission, once it is graded and recorded."""
    from autograder.gradebook import Recorder
    from autograder.session import Options, Session

    option = session.config.option
    options = Options(option.workers, option.device, option.isolation, option.force or option.usepdb)
    by_assignment: dict[tuple[Path, str], dict[str, list[GradedCell]]] = {}
    for cell in cells:
        submission = cell.folder.submission
        group = by_assignment.setdefault((cell.folder.root, submission.assignment), {})
        group.setdefault(submission.student, []).append(cell)
    for (root, name), students in by_assignment.items():
        course, assignment = _course(root)[0], _assignment(root, name)
        with Session(course, options) as run, Recorder(course) as recorder:
            for result in run.grade(assignment, course.submissions(name, list(students))):
                recorder.record(result)
                items = students[result.student]
                for item in items:
                    item.result = result
                    item.error = run.errors.get((result.student, item.exercise.grade_id))
                yield list(items)
