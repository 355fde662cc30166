"""What the gradebook holds of an assignment, read in a few queries however large the class is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)


@dataclass(frozen=True)
class RecordedGrade:
    """One graded cell of a submission.

    Attributes:
        auto_score: points by the machine; None where it gave none.
        manual_score: points by a person, which count instead; None where nobody looked.
        extra_credit: points on top.
        max_score: what the cell is worth.
        needs_manual_grade: a person must look at it, or look again.
        task: nbgrader's manually graded task, which has no score by the machine.
    """

    auto_score: float | None
    manual_score: float | None
    extra_credit: float
    max_score: float
    needs_manual_grade: bool
    task: bool

    @property
    def score(self) -> float:
        """Points that count, as nbgrader adds them up."""
        given = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if given is None else given + self.extra_credit


@dataclass(frozen=True)
class RecordedComment:
    """The comment on a solution or task cell: by the machine ("No response."), and by a person."""

    auto: str | None
    manual: str | None

    @property
    def text(self) -> str:
        """The one that counts, as nbgrader has it."""
        return (self.auto if self.manual is None else self.manual) or ""


@dataclass
class RecordedNotebook:
    """One notebook of a submission: grades and comments by grade_id, and the points taken off for lateness."""

    late_penalty: float | None = None
    grades: dict[str, RecordedGrade] = field(default_factory=dict)
    comments: dict[str, RecordedComment] = field(default_factory=dict)


@dataclass(frozen=True)
class Student:
    """A student as the gradebook has them; empty texts where it knows nothing."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def name(self) -> str:
        """For people: "Last, First"; the id where no name is known."""
        return ", ".join(filter(None, (self.last_name, self.first_name))) or self.id


@dataclass(frozen=True)
class Recorded:
    """One student's submission.

    Attributes:
        student: who handed it in.
        timestamp: when it was handed in; UTC without a time zone.
        seconds_late: after the due date.
        notebooks: by name.
    """

    student: Student
    timestamp: datetime | None
    seconds_late: float
    notebooks: dict[str, RecordedNotebook]

    @property
    def late(self) -> bool:
        """It was handed in after the due date, or something was taken off for that."""
        return self.seconds_late > 0 or any(n.late_penalty is not None for n in self.notebooks.values())


def read_recorded(gradebook: Any, assignment: str) -> dict[str, Recorded]:
    """What an open gradebook holds of an assignment, by student id; empty where it knows nothing of it."""
    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        return {}
    notebooks: dict[str, dict[str, RecordedNotebook]] = defaultdict(lambda: defaultdict(RecordedNotebook))
    submissions = {}
    for row, penalty, name in _submitted(gradebook.db, assignment):
        submissions[row.student_id] = row
        notebooks[row.student_id][name].late_penalty = penalty
    grades = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)
    for student, name, cell, kind, worth, auto, manual, extra, needs in _of_cells(
        gradebook.db, assignment, Grade, *grades
    ):
        grade = RecordedGrade(auto, manual, extra or 0.0, worth, bool(needs), kind == TaskCell.__name__)
        notebooks[student][name].grades[cell] = grade
    comments = (Comment.auto_comment, Comment.manual_comment)
    for student, name, cell, _, _, auto, manual in _of_cells(gradebook.db, assignment, Comment, *comments):
        notebooks[student][name].comments[cell] = RecordedComment(auto, manual)
    return {
        student: Recorded(
            _student(row.student),
            row.timestamp,
            row.total_seconds_late,
            dict(notebooks[student]),
        )
        for student, row in submissions.items()
    }


def _student(row: Any) -> Student:
    """The record of nbgrader's row."""
    names = ("first_name", "last_name", "email", "lms_user_id")
    return Student(row.id, *(getattr(row, name) or "" for name in names))


def _submitted(db: Any, assignment: str) -> Any:
    """Rows of (SubmittedAssignment, late penalty, name) of each submitted notebook."""
    return (
        db.query(SubmittedAssignment, SubmittedNotebook.late_submission_penalty, Notebook.name)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )


def _of_cells(db: Any, assignment: str, kind: Any, *values: Any) -> Any:
    """Rows of a table with one for each cell of each submission: student, notebook, cell, type, worth, values."""
    graded, tasks = GradeCell.__table__, TaskCell.__table__  # nbgrader keeps points in two tables
    worth = sqlalchemy.func.coalesce(graded.c.max_score, tasks.c.max_score, 0.0)
    return (
        db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, BaseCell.type, worth, *values)
        .select_from(kind)
        .join(BaseCell, BaseCell.id == kind.cell_id)
        .outerjoin(graded, graded.c.id == BaseCell.id)
        .outerjoin(tasks, tasks.c.id == BaseCell.id)
        .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
