"""Lets ``nbgrader autograde`` and formgrader's *Autograde* button grade across the same wall.

``course_config.py`` names these classes by import string. All inherit NbGraderPreprocessor: a plain
nbconvert preprocessor is disabled by default, and a step that does not run would mean full marks.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict

from autograder.course import Assignment, Course, SourceNotebook, load_course
from autograder.errors import GraderError
from autograder.gradebook import Recorder
from autograder.graded import read_graded
from autograder.reading import read_submission
from autograder.restore import restore

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

Resources = dict[str, Any]


class SubmissionExporter(NotebookExporter):
    """Reads submissions that nbgrader's own exporter gives up on: other encodings, broken metadata."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Like nbconvert's, for any file that `read_submission` reads.

        Raises:
            SubmissionError: there is no notebook in the file.
        """
        path = Path(filename)
        resources = resources or {}
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        convert: Any = self.from_notebook_node
        return convert(read_submission(path), resources=resources, **kw)


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """Brings the instructor's cells back; replaces nbgrader's own sanitizing steps."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """See `autograder.notebook.restore`."""
        course, names = _context(self.parent.parent, resources)
        source = _source(course.assignment(names["assignment"]), names["notebook"])
        restored = restore(source, nb)
        for incident in restored.incidents:
            self.log.warning("%s: %s", names["student"], incident)
        return restored.nb, resources


class GradeAcrossTheWall(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """Grades a notebook as ``autograder grade`` does; replaces Execute and SaveAutoGrades."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """The executed notebook; its grades and comments are in the gradebook.

        Raises:
            GraderError: there is no result: nothing is recorded and nbgrader reports the submission.
        """
        # This loads PyTorch, which nbgrader's other commands can do without.
        from autograder.session import grade_one

        course, names = _context(self.parent.parent, resources)
        result = grade_one(course, names["assignment"], names["student"], names["notebook"])
        with Recorder(course) as recorder:
            recorder.record_notebook(result, names["notebook"])
        graded = next(n for n in result.notebooks if n.notebook == names["notebook"])
        if graded.executed is None:
            raise GraderError(f"{names['student']}/{names['notebook']} was not submitted: nothing to grade.")
        return nbformat.v4.reads(graded.executed), resources


class FeedbackExporter(HTMLExporter):
    """Makes the pages of ``autograder feedback``, for nbgrader's own command and formgrader's button."""

    _assignments: Any = Dict()  # each is read once

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """The page of an executed notebook, and resources that say what kind of file it is.

        Raises:
            CourseError: it was not graded.
        """
        from autograder.feedback import feedback_html

        course, names = _context(self.parent, resources)
        name = names["assignment"]
        assignment = self._assignments.setdefault(name, self._assignments.get(name) or course.assignment(name))
        [submission] = read_graded(course, assignment, [names["student"]])
        source = _source(assignment, names["notebook"])
        notebook = next(n for n in submission.notebooks if n.name == source.name)
        page = feedback_html(assignment, source, submission, notebook)
        return page, {**resources, "output_extension": self.file_extension}


def _context(converter: Any, resources: Resources) -> tuple[Course, dict[str, str]]:
    """The course nbgrader's converter is working on, with the gradebook it was told to use, and its names."""
    names = resources["nbgrader"]
    root = Path(converter.coursedir.root) if hasattr(converter, "coursedir") else Path.cwd()
    return replace(load_course(root), db_url=names["db_url"]), names


def _source(assignment: Assignment, notebook: str) -> SourceNotebook:
    """One source notebook.

    Raises:
        GraderError: there is none of that name.
    """
    for source in assignment.notebooks:
        if source.name == notebook:
            return source
    raise GraderError(f"{assignment.name} has no source notebook {notebook}.")
