"""Grades one submission in Gradescope's container.

Below the folder it is given: ``source/`` (the zip), ``submission/`` (the student's files), and ``results/``.
What it prints, only instructors see.
"""

import json
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from autograder.course import Assignment, Submission, load_course
from autograder.errors import AutograderError, SubmissionError
from autograder.exports.cells import plain
from autograder.exports.gradescope.results import failed_json, results_json, unreadable_json
from autograder.finding import find_notebooks
from autograder.reading import read_submission
from autograder.restore import restore
from autograder.results import SubmissionResult
from autograder.session import Options, Session

UNEXPECTED = "{kind}: the rest is in the autograder's output, which instructors see."


def main(root: Path) -> None:
    """Grades ``submission/`` and writes ``results/results.json``, whatever happens."""
    started = time.monotonic()
    try:
        results = grade(root)
    except AutograderError as error:
        traceback.print_exc(file=sys.stdout)
        results = failed_json(str(error))
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        results = failed_json(UNEXPECTED.format(kind=type(error).__name__))
    results["execution_time"] = round(time.monotonic() - started)
    draft = root / "results" / "draft"
    draft.write_text(json.dumps(results, indent=1))
    draft.replace(draft.with_name("results.json"))


def grade(root: Path) -> dict[str, Any]:
    """The content of results.json.

    Raises:
        SetupError: the course cannot be read, or this container cannot grade.
    """
    settings = json.loads((root / "source" / "gradescope.json").read_text())
    course = load_course(root / "source" / "course")
    course.settings.secret_file = str(root / "source" / "secret")
    assignment = course.assignment(settings["assignment"])
    submission = Submission("student", assignment.name, root / "submission")
    options = Options(1, "cpu", settings["isolation"], force=True, keep_results=False)
    with Session(course, options) as session:
        if why := unreadable(session, assignment, submission):
            print(plain(why))
            return unreadable_json(why.replace(f"{submission.folder}/", ""), settings["visibility"])
        [result] = session.grade(assignment, [submission])
    tell_instructor(result)
    if result.error:
        return failed_json(result.error.partition("\n")[0])
    return results_json(assignment, result, settings["visibility"])


def unreadable(session: Session, assignment: Assignment, submission: Submission) -> str:
    """Why nothing of a submission can be graded, whoever graded it; empty where it can be."""
    names = [source.name for source in assignment.notebooks]
    try:
        job = session.job(session.batch(assignment), submission)
        files = find_notebooks(submission.folder, names, job.ignore)
        for source in assignment.notebooks:
            if found := files[source.name]:
                restore(source, read_submission(found.path))
    except SubmissionError as error:
        return str(error)
    return ""


def tell_instructor(result: SubmissionResult) -> None:
    """Prints what students do not see."""
    for sentence in filter(None, (*result.warnings, result.error)):
        print(plain(sentence))
    for notebook in result.notebooks:
        for sentence in notebook.notes:
            print(plain(sentence))
        for cell in notebook.cells:
            if cell.detail:
                print(plain(f"{notebook.notebook}, {cell.grade_id}: {cell.outcome}\n{cell.detail}\n"))
