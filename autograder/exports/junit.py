"""``autograder export junit``: a test suite for each submission, as Jenkins and GitLab read them."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from autograder.exports.cells import plain, points
from autograder.exports.graded_classes import GradedClass
from autograder.graded import GradedExercise, GradedNotebook, GradedSubmission
from autograder.results import Outcome

WAITS = "A person has yet to look at it."
NOT_HANDED_IN = "The notebook was not handed in."
WRONG_TEST = "The test itself failed: a person must look at it."


def junit_xml(classes: Sequence[GradedClass]) -> str:
    """The report. Whatever has fewer than all points is a failure, what waits for a person is skipped."""
    root = ET.Element("testsuites")
    for each in classes:
        for submission in each.submissions:
            _suite(root, each.assignment.name, submission)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, assignment: str, submission: GradedSubmission) -> None:
    """Adds a submission."""
    # Jenkins and GitLab know a test case again by the name of its class and its own: the student must be in them.
    name = plain(f"{assignment}.{submission.student.id}")
    suite = ET.SubElement(root, "testsuite", name=name)
    totals = {
        "student": submission.student.name,
        "score": points(submission.score),
        "late_penalty": points(submission.late_penalty),
        "total": points(submission.total),
        "max_score": points(submission.max_score),
    }
    _properties(suite, totals)
    results = [
        _case(suite, name, notebook, graded) for notebook in submission.notebooks for graded in notebook.exercises
    ]
    suite.set("tests", str(len(results)))
    for kind, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(count, str(results.count(kind)))
    suite.set("time", f"{sum(graded.seconds for graded in submission.exercises):.3f}")
    if submission.timestamp:
        suite.set("timestamp", submission.timestamp.isoformat(timespec="seconds"))


def _case(suite: ET.Element, classname: str, notebook: GradedNotebook, graded: GradedExercise) -> str:
    """Adds a graded cell; gives the tag of its result, empty where all is well."""
    exercise = graded.exercise
    case = ET.SubElement(
        suite,
        "testcase",
        classname=classname,
        name=plain(f"{notebook.name}: {exercise.grade_id}"),
        time=f"{graded.seconds:.3f}",
    )
    _properties(case, {"points": points(graded.score), "max_points": points(exercise.points), "title": exercise.title})
    kind, message = _result(notebook, graded)
    if kind:
        # Jenkins shows the attribute, GitLab the text.
        ET.SubElement(case, kind, message=plain(message)).text = plain(message)
    return kind


def _result(notebook: GradedNotebook, graded: GradedExercise) -> tuple[str, str]:
    """The tag of a result, and what it says."""
    if graded.waits:
        return ("error", WRONG_TEST) if graded.outcome is Outcome.GRADER_ERROR else ("skipped", WAITS)
    if graded.score >= graded.exercise.points:
        return "", ""
    earned = f"{points(graded.score)} of {points(graded.exercise.points)} points."
    said = graded.shown_message or graded.comment or ("" if notebook.path else NOT_HANDED_IN)
    return "failure", f"{earned} {said}".strip()


def _properties(parent: ET.Element, values: dict[str, str | float]) -> None:
    """Adds properties."""
    properties = ET.SubElement(parent, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=plain(str(value)))
