"""What was graded, as feedback, reports and exports see it: the gradebook's points, ``autograded/``'s words."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course import Assignment, Course, Exercise, SourceNotebook
from autograder.errors import CourseError
from autograder.gradebook import open_gradebook
from autograder.recorded import Recorded, RecordedComment, RecordedGrade, RecordedNotebook, Student, read_recorded
from autograder.results import METADATA, Measurement, Outcome


@dataclass(frozen=True)
class GradedExercise:
    """One graded cell of one student.

    Attributes:
        exercise: what it is.
        score: points that count, by machine or person.
        waits: a person has yet to look at it.
        by_hand: a person gave the points.
        outcome: how the test ended; None where a person grades, or another grader ran it.
        message: the test author's sentence.
        comment: on the answer, by a person or automatic.
        trusted: False where the test ran in the student's process.
        seconds: wall time of the test.
        measurement: of the accuracy, where the test measured one.
    """

    exercise: Exercise
    score: float
    waits: bool
    by_hand: bool
    outcome: Outcome | None = None
    message: str = ""
    comment: str = ""
    trusted: bool = True
    seconds: float = 0.0
    measurement: Measurement | None = None

    @property
    def is_decided_by_hand(self) -> bool:
        """A person gave the points, and need not look again."""
        return self.by_hand and not self.waits

    @property
    def shown_message(self) -> str:
        """The message that counts: not what a test that is itself wrong says, nor what a person overruled."""
        return "" if self.is_decided_by_hand or self.outcome is Outcome.GRADER_ERROR else self.message


@dataclass(frozen=True)
class GradedNotebook:
    """One notebook of one student.

    Attributes:
        name: without ``.ipynb``.
        path: the executed notebook; None where it was not handed in.
        exercises: its graded cells, in order.
        late_penalty: points taken off.
        incidents: sentences on what was stopped, moved or restored.
        seconds: wall time of grading it; None where another grader did.
        peak_mb: MiB of memory that it used at most; None where another grader did.
    """

    name: str
    path: Path | None
    exercises: tuple[GradedExercise, ...]
    late_penalty: float = 0.0
    incidents: tuple[str, ...] = ()
    seconds: float | None = None
    peak_mb: float | None = None

    @property
    def score(self) -> float:
        """Points before the late penalty."""
        return sum(e.score for e in self.exercises)

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return sum(e.exercise.points for e in self.exercises)


@dataclass(frozen=True)
class GradedSubmission:
    """One student's submission.

    Attributes:
        student: whose.
        timestamp: when it was handed in; UTC without a time zone.
        seconds_late: after the due date.
        notebooks: in the source's order.
    """

    student: Student
    timestamp: datetime | None
    seconds_late: float
    notebooks: tuple[GradedNotebook, ...]

    @property
    def exercises(self) -> tuple[GradedExercise, ...]:
        """Of all its notebooks."""
        return tuple(e for n in self.notebooks for e in n.exercises)

    @property
    def score(self) -> float:
        """Points before the late penalty."""
        return sum(n.score for n in self.notebooks)

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return sum(n.max_score for n in self.notebooks)

    @property
    def late_penalty(self) -> float:
        """Points taken off."""
        return sum(n.late_penalty for n in self.notebooks)

    @property
    def total(self) -> float:
        """Points that count."""
        return self.score - self.late_penalty

    @property
    def waits(self) -> bool:
        """A person has yet to look at something."""
        return any(e.waits for e in self.exercises)


def read_graded(
    course: Course, assignment: Assignment, students: Collection[str] | None = None
) -> tuple[GradedSubmission, ...]:
    """The submissions of an assignment that were graded, by student id.

    Args:
        course: whose gradebook.
        assignment: which.
        students: only these; None for all.

    Raises:
        CourseError: nothing was graded, or nothing of one of `students`; or the gradebook cannot be opened.
    """
    with open_gradebook(course) as gradebook:
        recorded = read_recorded(gradebook, assignment.name)
    wanted = sorted(recorded if students is None else set(students))
    if missing := [student for student in wanted if student not in recorded] or ([] if recorded else ["any student"]):
        raise CourseError(
            f"Nothing of {', '.join(missing)} was graded: run `autograder grade {assignment.name}`, then this again."
        )
    return tuple(_submission(course, assignment, recorded[student]) for student in wanted)


def _submission(course: Course, assignment: Assignment, recorded: Recorded) -> GradedSubmission:
    """One student's."""
    folder = course.path("autograded", recorded.student.id, assignment.name)
    notebooks = (
        _notebook(source, recorded.notebooks[source.name], folder / f"{source.name}.ipynb")
        for source in assignment.notebooks
        if source.name in recorded.notebooks
    )
    return GradedSubmission(recorded.student, recorded.timestamp, recorded.seconds_late, tuple(notebooks))


def _notebook(source: SourceNotebook, recorded: RecordedNotebook, path: Path) -> GradedNotebook:
    """One notebook; of an executed notebook that another grader made, only the points are known."""
    nb: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    run = nb.get("metadata", {}).get(METADATA, {})
    noted = {c["metadata"]["nbgrader"].get("grade_id"): c["metadata"].get(METADATA, {})
             for c in nb.get("cells", ()) if "nbgrader" in c["metadata"]}  # fmt: skip
    exercises = (
        _exercise(e, recorded.grades[e.grade_id], _comment(e, recorded.comments), noted.get(e.grade_id, {}))
        for e in source.exercises
        if e.grade_id in recorded.grades
    )
    return GradedNotebook(
        source.name,
        path if nb else None,
        tuple(exercises),
        recorded.late_penalty or 0.0,
        tuple(run.get("incidents", ())),
        run.get("seconds"),
        run.get("peak_mb"),
    )


def _comment(exercise: Exercise, comments: dict[str, RecordedComment]) -> str:
    """The comment on an exercise's answer."""
    found = comments.get(exercise.grade_id) or comments.get(exercise.solution_id or "")
    return found.text if found else ""


def _exercise(exercise: Exercise, grade: RecordedGrade, comment: str, noted: dict[str, Any]) -> GradedExercise:
    """One graded cell."""
    return GradedExercise(
        exercise,
        grade.score,
        waits=grade.needs_manual_grade,
        by_hand=grade.manual_score is not None,
        outcome=Outcome(noted["outcome"]) if noted else None,
        message=noted.get("message", ""),
        comment=comment,
        trusted=noted.get("trusted", True),
        seconds=noted.get("seconds", 0.0),
        measurement=Measurement.from_dict(noted["measurement"]) if "measurement" in noted else None,
    )
