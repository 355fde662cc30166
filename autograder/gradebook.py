"""Writes results where nbgrader has them: ``gradebook.db`` and ``autograded/``."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import dateutil.parser
import dateutil.tz
import sqlalchemy
from alembic.script import ScriptDirectory
from nbgrader.api import (
    Gradebook,
    MissingEntry,
    TaskCell,
)
from nbgrader.dbutil import ALEMBIC_DIR

from autograder.autograded import write_autograded
from autograder.course import Assignment, Course, SourceNotebook
from autograder.errors import CourseError, GraderError
from autograder.late import LatePolicy
from autograder.matching import is_answer, is_instructors
from autograder.recorded import Recorded, RecordedNotebook, read_recorded
from autograder.results import CellResult, NotebookResult, SubmissionResult
from autograder.source import save_cells

FORGET_AFTER = 100  # submissions: SQLAlchemy's rows of an assignment hold those of all its submissions written since


@dataclass(frozen=True)
class Score:
    """One student's row of an assignment.

    Attributes:
        student: student id.
        score: points, manual ones included, before the late penalty.
        max_score: points to be had.
        late_penalty: points taken off for lateness.
        needs_manual_grade: a person has not yet looked at a cell that needs it.
    """

    student: str
    score: float
    max_score: float
    late_penalty: float
    needs_manual_grade: bool

    @property
    def total(self) -> float:
        """Points after the late penalty."""
        return self.score - self.late_penalty


def open_gradebook(course: Course) -> Any:
    """The course's gradebook, a context manager; created where there is none.

    Raises:
        CourseError: the database cannot be opened.
    """
    try:
        _create_schema_version(course.db_url)
        return Gradebook(course.db_url, course.course_id)
    except Exception as error:  # whatever a database driver raises
        raise CourseError(
            f"The gradebook {course.db_url} cannot be opened: {error}. If nbgrader was upgraded, back the "
            "database up and run: nbgrader db upgrade"
        ) from error


def _create_schema_version(db_url: str) -> None:
    """Notes in a new database which schema it has.

    nbgrader would do it with the command `alembic`: that takes 4 s, and needs it to be on PATH.
    """
    engine = sqlalchemy.create_engine(db_url)
    with engine.begin() as connection:
        if not sqlalchemy.inspect(connection).get_table_names():
            head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
            # One statement: between two, a process that is killed would leave a table that says nothing.
            connection.execute(sqlalchemy.text(f"CREATE TABLE alembic_version AS SELECT '{head}' AS version_num"))
    engine.dispose()


def sync_assignment(gradebook: Any, course: Course, assignment: str) -> None:
    """Creates the assignment's row where there is none, and sets the due date of the configuration.

    Raises:
        CourseError: the due date is no date.
    """
    dates = {entry.get("name"): entry.get("duedate") for entry in course.settings.assignments}
    try:
        fields = {"duedate": _utc(str(dates[assignment]))} if dates.get(assignment) else {}
    except (ValueError, OverflowError) as error:
        raise CourseError(f"c.Autograder.assignments: the duedate of {assignment} is no date: {error}.") from error
    gradebook.update_or_create_assignment(assignment, **fields)


def _utc(text: str) -> datetime:
    """A date in UTC without a time zone, as nbgrader stores it; without a time zone it is in UTC.

    Not nbgrader's parse_utc: it takes +0200 for 200 seconds.

    Raises:
        ValueError: it is no date, or its time zone is unknown.
    """

    def zone(name: str | None, offset: int | None) -> Any:
        """dateutil's time zone, or the offset in seconds."""
        found = offset if offset is not None else dateutil.tz.gettz(name)
        if found is None:
            raise ValueError(f"unknown time zone {name}")
        return found

    parsed: datetime = dateutil.parser.parse(text, tzinfos=zone)
    return parsed.astimezone(UTC).replace(tzinfo=None) if parsed.tzinfo else parsed


def scores(course: Course, assignment: str) -> tuple[Score, ...]:
    """What the gradebook says of an assignment, by student; empty where it knows nothing of it."""
    with open_gradebook(course) as gradebook:
        try:
            rows = gradebook.find_assignment(assignment).submissions
        except MissingEntry:
            return ()
        found = [
            Score(
                student=row.student.id,
                score=row.score,
                max_score=row.max_score,
                late_penalty=row.late_submission_penalty or 0.0,
                needs_manual_grade=bool(row.needs_manual_grade),
            )
            for row in rows
        ]
        return tuple(sorted(found, key=lambda score: score.student))


class Recorder:
    """The one writer of a course's gradebook and ``autograded/`` folder; a context manager.

    Args:
        course: whose they are.
        known: assignments that were read already.
    """

    def __init__(self, course: Course, *known: Assignment) -> None:
        """A recorder that opens the gradebook when it is entered.

        Raises:
            CourseError: the late policy is not there, or is none.
        """
        self._course = course
        self._late = LatePolicy(course.config)
        self._gradebook: Any = None
        self._known = {assignment.name: assignment for assignment in known}
        self._assignments: dict[str, Assignment] = {}
        self._recorded: dict[str, dict[str, Recorded]] = {}
        self._count = 0  # submissions written

    def __enter__(self) -> Self:
        """Opens the gradebook, creating it where there is none."""
        self._gradebook = open_gradebook(self._course)
        # What a run has written it need not read again, for each submission all cells of the assignment.
        self._gradebook.db().expire_on_commit = False
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes it; what was not committed is lost."""
        self._gradebook.close()

    def record(self, result: SubmissionResult) -> SubmissionResult:
        """Writes one submission: its ``autograded/`` folder, and all its rows in one commit.

        Manual scores are never changed; their cells are marked for another look, as nbgrader does, unless the result
        is a kept one.

        Args:
            result: one with an `error` leaves everything as it is, and so does one that is kept and still there.

        Returns:
            The result; with an `error` where the course's late policy failed: then everything is as it was.

        Raises:
            CourseError: source cells were added or removed after submissions were recorded.
            GraderError: the result lacks a graded cell or an executed notebook.
        """
        if result.error is not None or (result.kept and self._holds(result)):
            return result
        assignment = self._assignment(result.assignment)
        by_name = {notebook.notebook: notebook for notebook in result.notebooks}
        for source in assignment.notebooks:
            if source.name not in by_name:
                raise GraderError(f"{result.student}: no result of the notebook {source.name}: grade it again.")
            _check_complete(source, by_name[source.name], result.student)
        try:
            with self._uncommitted():
                submission = self._submission(result)
            for row in submission.notebooks:
                if row.name in by_name:
                    self.write_rows(row, by_name[row.name], regraded=not result.kept)
                    self._penalize(submission, row, by_name[row.name])
            write_autograded(self._course, result)
            self._gradebook.db.commit()
        except GraderError as error:
            self._gradebook.db.rollback()
            return replace(result, error=str(error))
        except BaseException:
            self._gradebook.db.rollback()
            raise
        self._count += 1
        if self._count % FORGET_AFTER == 0:
            self._gradebook.db.expire_all()
        return result

    def _holds(self, result: SubmissionResult) -> bool:
        """Whether a kept result is recorded as `record` would record it: then it need not be.

        One that is, or was, late never counts: what it costs is for nbgrader's plugin to say, each time.
        """
        assignment = self._assignment(result.assignment)
        if result.assignment not in self._recorded:
            self._recorded[result.assignment] = read_recorded(self._gradebook, result.assignment)
        found = self._recorded[result.assignment].get(result.student)
        if found is None or found.late or {n.notebook for n in result.notebooks} != set(found.notebooks):
            return False
        handed_in = self._course.timestamp(self._course.path("submitted", result.student, result.assignment))
        folder = self._course.path("autograded", result.student, result.assignment)
        return (
            (handed_in is None or handed_in == found.timestamp)
            and {n.name for n in assignment.notebooks} == set(found.notebooks)
            and all(n.missing or (folder / f"{n.notebook}.ipynb").is_file() for n in result.notebooks)
            and all(_agrees(found.notebooks[notebook.notebook], notebook) for notebook in result.notebooks)
        )

    def record_notebook(self, result: SubmissionResult, notebook: str) -> None:
        """Writes the rows of one notebook only; nbgrader itself writes files and penalties.

        Raises:
            GraderError: there is no result for every graded cell of it.
        """
        if result.error is not None:
            raise GraderError(f"{result.student}/{notebook}: {result.error}")
        found = next((n for n in result.notebooks if n.notebook == notebook), None)
        if found is None:
            raise GraderError(f"{result.student}: no result of the notebook {notebook}: grade it again.")
        source = next(s for s in self._assignment(result.assignment).notebooks if s.name == notebook)
        _check_complete(source, found, result.student)
        row = self._gradebook.find_submission_notebook(notebook, result.assignment, result.student)
        self.write_rows(row, found)
        self._gradebook.db.commit()

    def write_rows(self, row: Any, notebook: NotebookResult, regraded: bool = True) -> None:
        """Sets grades and automatic comments of a SubmittedNotebook, without a commit."""
        if notebook.missing:
            for grade in row.grades:  # as nbgrader: nothing is there to be graded by hand
                grade.auto_score, grade.needs_manual_grade = 0.0, False
            return
        cells = {cell.grade_id: cell for cell in notebook.cells}
        for grade in row.grades:
            if grade.name in cells:
                _write_grade(grade, cells[grade.name], regraded)
        for comment in row.comments:
            if comment.name in cells:
                comment.auto_comment = cells[comment.name].comment

    def _assignment(self, name: str) -> Assignment:
        """The assignment, its rows in the gradebook brought up to the source once."""
        if name not in self._assignments:
            assignment = self._known.get(name) or self._course.assignment(name)
            sync_assignment(self._gradebook, self._course, name)
            for source in assignment.notebooks:
                if not self._knows(name, source):
                    save_cells(self._course, name, source.path)
            self._gradebook.db.expire_all()
            self._assignments[name] = assignment
        return self._assignments[name]

    def _knows(self, assignment: str, source: SourceNotebook) -> bool:
        """Whether the gradebook holds the source's cells, points and checksums."""
        try:
            row = self._gradebook.find_notebook(source.name, assignment)
        except MissingEntry:
            return False
        graded = {cell.name: cell.max_score for cell in [*row.grade_cells, *row.task_cells]}
        checksums = {cell.name: cell.checksum for cell in row.source_cells}
        known = [c for c in source.cells if is_instructors(c)]
        answers = {c.metadata.nbgrader.grade_id for c in known if is_answer(c)}
        return (
            graded == {e.grade_id: e.points for e in source.exercises}
            and {cell.name for cell in row.solution_cells} == answers
            and checksums == source.checksums
        )

    @contextlib.contextmanager
    def _uncommitted(self) -> Iterator[None]:
        """Leaves it to `record` to commit: nbgrader's functions do so after each row, and each time it takes 4 ms."""
        session = self._gradebook.db
        session.commit = session.flush
        try:
            yield
        finally:
            del session.commit

    def _submission(self, result: SubmissionResult) -> Any:
        """The student's SubmittedAssignment, with the timestamp of what was submitted."""
        self._gradebook.update_or_create_student(result.student)
        timestamp = self._course.timestamp(self._course.path("submitted", result.student, result.assignment))
        # As nbgrader: no timestamp.txt leaves the one that is recorded.
        fields = {"timestamp": timestamp} if timestamp else {}
        with self._gradebook.db.no_autoflush:  # else SQLAlchemy warns of what nbgrader does here
            return self._gradebook.update_or_create_submission(result.assignment, result.student, **fields)

    def _penalize(self, submission: Any, row: Any, notebook: NotebookResult) -> None:
        """Sets what a notebook loses for coming late.

        Raises:
            GraderError: the late policy fails.
        """
        row.late_submission_penalty = None
        if not notebook.missing and (seconds := submission.total_seconds_late) > 0:
            self._gradebook.db.flush()
            self._gradebook.db.refresh(row)  # its score is the sum of what was just written
            row.late_submission_penalty = self._late.penalty(row, submission.student.id, seconds)


def _agrees(found: RecordedNotebook, notebook: NotebookResult) -> bool:
    """Whether the gradebook holds all that a result says of a notebook."""
    cells = {cell.grade_id: cell for cell in notebook.cells}
    scores = {cell: grade.auto_score for cell, grade in found.grades.items() if not grade.task}
    if notebook.missing:
        return all(score == 0.0 for score in scores.values())
    return all(
        cell in cells and score == _within(cells[cell].auto_score, cells[cell].max_score)
        for cell, score in scores.items()
    ) and all(cell not in cells or comment.auto == cells[cell].comment for cell, comment in found.comments.items())


def _within(score: float | None, max_score: float) -> float | None:
    """Points as they are recorded: no less than none, no more than there are."""
    return None if score is None else min(max(score, 0.0), max_score)


def _check_complete(source: SourceNotebook, notebook: NotebookResult, student: str) -> None:
    """A graded cell without a result must be noticed, not score what it scored before.

    Raises:
        GraderError: with the cells that lack one.
    """
    found = {cell.grade_id for cell in notebook.cells}
    lacking = [e.grade_id for e in source.exercises if e.grade_id not in found]
    if lacking and not notebook.missing:
        raise GraderError(f"{student}/{source.name}: no result of {', '.join(lacking)}: grade it again.")
    if notebook.executed is None and not notebook.missing:
        raise GraderError(f"{student}/{source.name}: no executed notebook in the result: grade it again.")


def _write_grade(grade: Any, cell: CellResult, regraded: bool) -> None:
    """One grade, as nbgrader's SaveAutoGrades sets it."""
    if isinstance(grade.cell, TaskCell):
        # nbgrader leaves tasks alone; but a notebook that was missing before left a 0 here.
        if grade.manual_score is None:
            grade.auto_score, grade.needs_manual_grade = None, True
        return
    # grade.max_score is the same, but a query for each grade.
    score = _within(cell.auto_score, grade.cell.max_score)
    if not regraded and grade.manual_score is not None and grade.auto_score == score:
        return
    grade.auto_score = score
    grade.needs_manual_grade = grade.manual_score is not None or score is None or cell.needs_manual_grade
