"""What Gradescope reads: ``results.json``, made of a submission's result."""

from typing import Any

from autograder.course import Assignment, Exercise
from autograder.exports.cells import plain, points
from autograder.results import CellResult, Outcome, SubmissionResult

# What instructors alone see is printed; nothing of it may reach students.
HEADER: dict[str, Any] = {
    "stdout_visibility": "hidden",
    "output_format": "text",
    "test_output_format": "text",
    "test_name_format": "text",
}
FAILED = "The grader itself failed"
FAILED_OUTPUT = (
    "THIS IS NOT A GRADE: the grader itself failed, and the 0 beside this says nothing of the work that was handed in. "
    "The instructor must look at it and run the autograder again.\n\n{why}"
)
UNREADABLE = "The files that were handed in can be read"
BY_A_PERSON = "A person gives these {points} points."
LEFT_FOR_A_PERSON = "The test itself failed: a person gives these {points} points."
WAITING = "{count} exercises wait for a person: their points are not in this score yet."


def results_json(assignment: Assignment, result: SubmissionResult, visibility: str) -> dict[str, Any]:
    """The results of a submission that was graded.

    Args:
        assignment: what was graded.
        result: of the submission, without an error.
        visibility: of its tests, in Gradescope's words.
    """
    tests, waiting = [], 0
    cells = {(n.notebook, c.grade_id): c for n in result.notebooks for c in n.cells}
    for number, source in enumerate(assignment.notebooks, 1):
        for position, exercise in enumerate(source.exercises, 1):
            cell = cells[source.name, exercise.grade_id]
            tests.append({"number": f"{number}.{position}", **_test(exercise, cell)})
            waiting += cell.needs_manual_grade
    incidents = [sentence for notebook in result.notebooks for sentence in notebook.incidents]
    lines = [*incidents, *([WAITING.format(count=waiting)] if waiting else [])]
    return {
        "score": points(result.score),
        "output": plain("\n".join(lines)),
        "visibility": visibility,
        **HEADER,
        "tests": tests,
    }


def unreadable_json(why: str, visibility: str) -> dict[str, Any]:
    """The results of a submission that nobody can read: the student can hand in another."""
    test = {"name": UNREADABLE, "number": "1", "score": 0, "max_score": 0, "status": "failed", "output": plain(why)}
    return {"score": 0, "output": plain(why), "visibility": visibility, **HEADER, "tests": [test]}


def failed_json(why: str) -> dict[str, Any]:
    """The results where the grader failed: never a 0 that nobody explains."""
    output = FAILED_OUTPUT.format(why=plain(why)).strip()
    test = {"name": FAILED, "number": "1", "score": 0, "max_score": 0, "status": "failed", "output": output}
    return {"score": 0, "output": output, "visibility": "visible", **HEADER, "tests": [test]}


def _test(exercise: Exercise, cell: CellResult) -> dict[str, Any]:
    """One graded cell. What a person grades has no score here: Gradescope adds it up apart."""
    name = plain(f"{exercise.title} ({exercise.grade_id})")
    if cell.needs_manual_grade or cell.auto_score is None:
        sentence = LEFT_FOR_A_PERSON if cell.outcome is Outcome.GRADER_ERROR else BY_A_PERSON
        return {"name": name, "output": sentence.format(points=points(cell.max_score))}
    return {
        "name": name,
        "score": points(cell.auto_score),
        "max_score": points(cell.max_score),
        "status": "passed" if cell.auto_score >= cell.max_score else "failed",
        "output": plain(cell.message),
    }
