"""``autograder export csv``: a row for each student and assignment, a column for each exercise."""

from collections.abc import Iterator, Sequence

from autograder.exports.cells import csv_text, inert, points
from autograder.exports.graded_classes import GradedClass
from autograder.graded import GradedSubmission

COLUMNS = (
    "assignment",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "lms_user_id",
    "handed_in_utc",
    "score",
    "late_penalty",
    "total",
    "max_score",
    "exercises_waiting_for_a_person",
)


def grades_csv(classes: Sequence[GradedClass]) -> str:
    """The table. An exercise's column is called ``assignment/notebook/grade_id``."""
    exercises = [
        f"{each.assignment.name}/{notebook.name}/{exercise.grade_id}"
        for each in classes
        for notebook in each.assignment.notebooks
        for exercise in notebook.exercises
    ]
    rows = [row for each in classes for row in _rows(each, exercises)]
    return csv_text([[inert(name) for name in (*COLUMNS, *exercises)], *rows])


def _rows(each: GradedClass, exercises: list[str]) -> Iterator[list[str | float]]:
    """The rows of an assignment."""
    for submission in each.submissions:
        student = submission.student
        names = (each.assignment.name, student.id, student.last_name, student.first_name)
        texts = (*names, student.email, student.lms_user_id, _handed_in(submission))
        totals = (submission.score, submission.late_penalty, submission.total, submission.max_score)
        scores = {
            f"{each.assignment.name}/{notebook.name}/{graded.exercise.grade_id}": points(graded.score)
            for notebook in submission.notebooks
            for graded in notebook.exercises
        }
        waiting = sum(graded.waits for graded in submission.exercises)
        yield [*map(inert, texts), *map(points, totals), waiting, *(scores.get(name, "") for name in exercises)]


def _handed_in(submission: GradedSubmission) -> str:
    """When, in ISO 8601; empty where nobody knows."""
    return submission.timestamp.isoformat(timespec="seconds") if submission.timestamp else ""
