"""Lets ``nbgrader autograde`` and formgrader's *Autograde* button grade across the same wall.

``course_config.py`` names these classes by import string. All inherit NbGraderPreprocessor: a plain
nbconvert preprocessor is disabled by default, and a step that does not run would mean full marks.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from autograder.course import Course, SourceNotebook, load_course
from autograder.errors import GraderError
from autograder.gradebook import Recorder
from autograder.matching import is_test
from autograder.notebook import hidden_lines
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
        course, names = _context(self, resources)
        source = _source(course, names["assignment"], names["notebook"])
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

        course, names = _context(self, resources)
        result = grade_one(course, names["assignment"], names["student"], names["notebook"])
        with Recorder(course) as recorder:
            recorder.record_notebook(result, names["notebook"])
        graded = next(n for n in result.notebooks if n.notebook == names["notebook"])
        if graded.executed is None:
            raise GraderError(f"{names['student']}/{names['notebook']} was not submitted: nothing to grade.")
        return nbformat.v4.reads(graded.executed), resources


class RedactHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader publishes no types
    """Takes hidden tests, and what they print, out of the feedback that students get.

    Of a test cell's outputs only the message in ``cell.metadata["autograder"]`` stays.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        """Redacts a test cell; other cells stay as they are."""
        verdict = cell.metadata.pop("autograder", {})
        if not is_test(cell):
            return cell, resources
        cleared = ClearHiddenTests(parent=self.parent)
        hidden = hidden_lines(cell.source, (cleared.begin_test_delimeter, cleared.end_test_delimeter))
        lines = []
        for number, line in enumerate(cell.source.split("\n"), start=1):
            if number not in hidden:
                lines.append(line)
            elif number - 1 not in hidden:
                indent = line[: len(line) - len(line.lstrip())]
                lines.append(f"{indent}# (more tests, which are not shown)")
        cell.source = "\n".join(lines)
        message = " · ".join(filter(None, [verdict.get("outcome"), verdict.get("message")]))
        output = {"output_type": "stream", "name": "stdout", "text": message}
        cell.outputs = [nbformat.from_dict(output)] if message else []
        return cell, resources


def _context(step: Any, resources: Resources) -> tuple[Course, dict[str, str]]:
    """The course nbgrader is working on, with the gradebook it was told to use, and its names."""
    names = resources["nbgrader"]
    converter: Any = getattr(step.parent, "parent", None)
    root = Path(converter.coursedir.root) if hasattr(converter, "coursedir") else Path.cwd()
    return replace(load_course(root), db_url=names["db_url"]), names


def _source(course: Course, assignment: str, notebook: str) -> SourceNotebook:
    """One source notebook.

    Raises:
        GraderError: there is none of that name.
    """
    for source in course.assignment(assignment).notebooks:
        if source.name == notebook:
            return source
    raise GraderError(f"{assignment} has no source notebook {notebook}.")
