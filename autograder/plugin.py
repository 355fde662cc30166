"""The pytest plugin: ``pytest submitted/`` collects an item for each graded cell of each submission.

The run is the same as ``autograder grade``'s: an engine grades submissions in parallel, and each submission's items
report as soon as its result is there.

What students hand in is never imported here: pytest would run their ``conftest.py`` and ``test_*.py`` on this machine.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Generator, Iterable
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.errors import AutograderError, SetupError
from autograder.handed_in import refuse_obeyed, submitted_folder
from autograder.results import CellResult, Outcome, SubmissionResult
from autograder.startup import quick_start

if TYPE_CHECKING:
    from autograder.course import Assignment, Course, Exercise, Submission

WORKERS_HELP = "Submissions graded at a time (default: one a core); 0: in this process, as --pdb does."
DEVICE_HELP = "Where students' code runs: auto, cpu or cuda (default: as course_config.py says)."
ISOLATION_HELP = "namespaces, or none: students' code runs as you, with your files."
FORCE_HELP = "Grade unchanged submissions again, too."

RESULTS = pytest.StashKey[list[SubmissionResult]]()
STRAY = pytest.StashKey[list[Path]]()  # folders where submissions are, but of no assignment
WANTED = pytest.StashKey[dict[Path, set[str]]]()  # submission → the only cells to report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the options of grading."""
    group = parser.getgroup("autograder", "grading the submissions of an nbgrader course")
    group.addoption("--workers", type=int, default=None, metavar="N", help=WORKERS_HELP)
    group.addoption("--device", choices=("auto", "cpu", "cuda"), default=None, help=DEVICE_HELP)
    group.addoption("--isolation", choices=("namespaces", "none"), default=None, help=ISOLATION_HELP)
    group.addoption("--force", action="store_true", help=FORCE_HELP)


def pytest_configure(config: pytest.Config) -> None:
    """Lets notebooks that nbval runs find MNIST here, as they do in a sandbox: no download is needed."""
    if getattr(config.option, "nbval", False) or getattr(config.option, "nbval_lax", False):
        from autograder.data import mnist_root

        os.environ.setdefault("MNIST_ROOT", str(mnist_root()))


class CellFailed(Exception):
    """A graded cell did not get full marks."""


@lru_cache(maxsize=8)
def _course(root: Path) -> "tuple[Course, dict[Path, Submission]]":
    """A course and its submissions by folder."""
    with quick_start():
        from autograder.course import load_course

        course = load_course(root)
    found = [s for name in course.assignments() for s in course.submissions(name)]
    return course, {s.folder.resolve(): s for s in found}


@lru_cache(maxsize=64)
def _assignment(root: Path, name: str) -> "Assignment":
    return _course(root)[0].assignment(name)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Refuses to begin where pytest would obey a student's files: it has not yet loaded them.

    Raises:
        UsageError: with the file, and what to do instead.
    """
    for arg in early_config.known_args_namespace.file_or_dir or ["."]:
        if refusal := refuse_obeyed(Path(str(arg).split("::")[0]).absolute()):
            raise pytest.UsageError(refusal)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Lets ``submitted/ada/a1::test_x`` be given as an argument, which pytest refuses below a folder.

    Raises:
        UsageError: a course that is to be graded is not set up.
    """
    config = session.config
    wanted, args = config.stash.setdefault(WANTED, {}), []
    for arg in config.args:
        name, *parts = arg.split("::")
        path = config.invocation_params.dir / name
        _check_setup(path.resolve())
        if len(parts) == 1 and path.is_dir() and submitted_folder(path):
            wanted.setdefault(path.resolve(), set()).add(parts[0])
            arg = name
        args.append(arg)
    config.args = list(dict.fromkeys(args))


def _check_setup(path: Path) -> None:
    """Says what is wrong with a course and its source before anything is collected, once for all students.

    Raises:
        UsageError: its configuration does not load, or a notebook of it cannot be released as it is.
    """
    for folder in (path / "submitted" / "*", path / "*", path):
        if submitted := submitted_folder(folder):
            try:
                for inside, submission in _course(submitted.parent)[1].items():
                    if path in (inside, *inside.parents):
                        _assignment(submitted.parent, submission.assignment)
            except SetupError as error:
                raise pytest.UsageError(str(error)) from error
            return


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what was not named.

    Raises:
        UsageError: a cell that was named does not exist.
    """
    wanted = config.stash.get(WANTED, {})
    found = {(item.path.resolve(), item.name) for item in items}
    missing = [f"{path}::{name}" for path, names in wanted.items() for name in names if (path, name) not in found]
    if missing:
        raise pytest.UsageError(f"not found: {', '.join(missing)}")
    left_out = [item for item in items if item.name not in wanted.get(item.path.resolve(), {item.name})]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> "SubmissionFolder | None":
    """Collects ``submitted/<student>/<assignment>`` as a submission."""
    submitted = submitted_folder(path)
    if submitted is None:
        return None
    submissions = _course(submitted.parent)[1]
    resolved = path.resolve()
    submission = submissions.get(resolved)
    if submission is None and (path.parent == submitted or any(resolved in s.parents for s in submissions)):
        return None  # a folder of submissions
    folder: SubmissionFolder = SubmissionFolder.from_parent(parent, path=path)
    folder.root, folder.submission = submitted.parent, submission
    return folder


class SubmissionFolder(pytest.File):
    """One student's submission of one assignment; a File, because pytest runs the conftest.py of a Directory."""

    root: Path
    submission: "Submission | None"

    def collect(self) -> "Iterable[GradedCell]":
        """An item for each graded cell of the source, whatever the student handed in."""
        if self.submission is None:
            self.config.stash.setdefault(STRAY, []).append(self.path)
            return
        try:
            assignment = _assignment(self.root, self.submission.assignment)
        except SetupError as error:
            raise self.CollectError(str(error)) from error
        exercises = [(n.name, e) for n in assignment.notebooks for e in n.exercises]
        taken = Counter(e.grade_id for _, e in exercises)
        for notebook, exercise in exercises:
            # Names of cells are unique in a notebook only.
            name = exercise.grade_id if taken[exercise.grade_id] == 1 else f"{exercise.grade_id}[{notebook}]"
            item: GradedCell = GradedCell.from_parent(self, name=name)
            item.submission, item.notebook, item.exercise = self.submission, notebook, exercise
            yield item


def pytest_report_collectionfinish(config: pytest.Config) -> list[str]:
    """Names what is not graded."""
    return [
        f"{path} is of no assignment in source/: it is neither graded nor run" for path in config.stash.get(STRAY, [])
    ]


class GradedCell(pytest.Item):
    """One graded cell of one submission."""

    submission: "Submission"
    notebook: str
    exercise: "Exercise"
    result: SubmissionResult
    error: BaseException | None = None

    @property
    def root(self) -> Path:
        """The course folder."""
        assert isinstance(self.parent, SubmissionFolder)
        return self.parent.root

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
        raise CellFailed

    def cell(self) -> CellResult:
        """The result of this cell."""
        cells = (c for n in self.result.notebooks if n.notebook == self.notebook for c in n.cells)
        return next(c for c in cells if c.grade_id == self.exercise.grade_id)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message for the student, then pytest's introspection of the test cell."""
        if self.result.error:
            return self.result.error
        cell = self.cell()
        points = "not graded" if cell.auto_score is None else f"{cell.auto_score:g} of {cell.max_score:g} points"
        why = cell.message or cell.comment or ""
        return f"{cell.outcome}, {points}: {why}\n{cell.detail}".rstrip(": \n")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where pytest says the item is."""
        title = "" if self.exercise.title == self.exercise.grade_id else f" ({self.exercise.title})"
        return self.path, None, f"{self.submission.student}/{self.submission.assignment}::{self.name}{title}"


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Grades the collected submissions, reports their items as results arrive, then runs all other tests."""
    cells = [item for item in session.items if isinstance(item, GradedCell)]
    stops = session.testsfailed and not session.config.option.continue_on_collection_errors
    if not cells or stops or session.config.option.collectonly:
        return None
    try:
        with contextlib.closing(_graded(session, cells)) as graded:  # what is not yet graded ends with -x
            for items in graded:
                _run(session, items)
    except AutograderError as error:
        raise pytest.UsageError(str(error)) from error
    _run(session, [item for item in session.items if not isinstance(item, GradedCell)])
    return True


def _run(session: pytest.Session, items: list[pytest.Item]) -> None:
    """pytest's own loop over some items."""
    for item, following in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)


def _graded(session: pytest.Session, cells: list[GradedCell]) -> Generator[list[pytest.Item]]:
    """The items of each submission, once it is graded and recorded."""
    with quick_start():
        from autograder.gradebook import Recorder
        from autograder.session import Options, Session

    option = session.config.option
    # A debugger needs the test in this process, and an exception that was just raised.
    workers = 0 if option.usepdb and option.workers is None else option.workers
    options = Options(workers, option.device, option.isolation, option.force or option.usepdb)
    results = session.config.stash.setdefault(RESULTS, [])
    courses: dict[Path, dict[str, dict[str, list[GradedCell]]]] = {}
    for cell in cells:
        students = courses.setdefault(cell.root, {}).setdefault(cell.submission.assignment, {})
        students.setdefault(cell.submission.student, []).append(cell)
    for root, assignments in courses.items():
        course = _course(root)[0]
        with Session(course, options) as run, Recorder(course) as recorder:
            for name, students in assignments.items():
                for result in run.grade(_assignment(root, name), course.submissions(name, list(students))):
                    result = recorder.record(result).without_executed()
                    results.append(result)
                    for item in students[result.student]:
                        item.result = result
                        item.error = run.errors.get((result.student, item.exercise.grade_id))
                    yield list(students[result.student])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The points of each submission, and what was stopped, moved or restored in it."""
    results = config.stash.get(RESULTS, [])
    if not results:
        return
    terminalreporter.section("points")
    for result in sorted(results, key=lambda r: (r.assignment, r.student)):
        points = "not graded" if result.error else f"{result.score:g} of {result.max_score:g}"
        terminalreporter.line(f"{result.student}/{result.assignment}: {points}")
        for text in (*result.warnings, *(text for n in result.notebooks for text in n.notes)):
            terminalreporter.line(f"    {text}")
