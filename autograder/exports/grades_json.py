"""``autograder export json``: all that students may see of their grades; docs/exports.md holds the schema."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from autograder.exports.cells import points
from autograder.exports.graded_classes import GradedClass
from autograder.graded import GradedExercise, GradedNotebook, GradedSubmission

VERSION = 1  # of the schema


def grades_json(classes: Sequence[GradedClass]) -> str:
    """The document, in ASCII, so that no text in it means anything to a terminal."""
    assignments = [
        {
            "name": each.assignment.name,
            "max_score": points(each.max_score),
            "submissions": [_submission(submission) for submission in each.submissions],
        }
        for each in classes
    ]
    return json.dumps({"version": VERSION, "assignments": assignments}, indent=1, allow_nan=False) + "\n"


def _submission(submission: GradedSubmission) -> dict[str, Any]:
    """One student's."""
    handed_in = submission.timestamp.isoformat(timespec="seconds") + "Z" if submission.timestamp else None
    return {
        "student": asdict(submission.student),
        "handed_in": handed_in,
        "score": points(submission.score),
        "late_penalty": points(submission.late_penalty),
        "total": points(submission.total),
        "max_score": points(submission.max_score),
        "waits": submission.waits,
        "notebooks": [_notebook(notebook) for notebook in submission.notebooks],
    }


def _notebook(notebook: GradedNotebook) -> dict[str, Any]:
    """One notebook."""
    return {
        "name": notebook.name,
        "handed_in": notebook.path is not None,
        "late_penalty": points(notebook.late_penalty),
        "incidents": list(notebook.incidents),
        "exercises": [_exercise(graded) for graded in notebook.exercises],
    }


def _exercise(graded: GradedExercise) -> dict[str, Any]:
    """One exercise."""
    return {
        "grade_id": graded.exercise.grade_id,
        "title": graded.exercise.title,
        "score": points(graded.score),
        "max_score": points(graded.exercise.points),
        "waits": graded.waits,
        "by_hand": graded.by_hand,
        "outcome": graded.outcome,
        "message": graded.shown_message,
        "comment": graded.comment,
    }
