"""Small real courses for tests: one written here, and the one nbgrader's own documentation carries."""

import copy
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import nbgrader
from nbformat import NotebookNode

from autograder.course import Course, load_course

NBGRADER = Path(nbgrader.__file__).parent
DOCS_COURSE = NBGRADER / "docs" / "source" / "user_guide"
NBGRADER_FILES = NBGRADER / "tests" / "apps" / "files"

DOUBLE = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
HALF = "def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION"
TEST_DOUBLE = (
    "assert double(1) == 2\n### BEGIN HIDDEN TESTS\nassert double(-3) == -6, 'negative numbers'\n### END HIDDEN TESTS"
)


def cell(kind: str, source: str, grade_id: str = "", points: float | None = None, **flags: Any) -> NotebookNode:
    """A source cell; flags are nbgrader's grade, solution, locked and task, and metadata ``tags``."""
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    metadata: dict[str, Any] = {"tags": flags.pop("tags")} if "tags" in flags else {}
    if grade_id:
        metadata["nbgrader"] = {
            "schema_version": 3,
            "grade_id": grade_id,
            "grade": False,
            "solution": False,
            "locked": False,
            "task": False,
            **flags,
        }
        if points is not None:
            metadata["nbgrader"]["points"] = points
    return make(source, metadata=metadata, id=hashlib.sha256(f"{grade_id}{source}".encode()).hexdigest()[:8])


def source_notebook() -> NotebookNode:
    """Two auto-graded exercises, a manual answer and a task."""
    cells = [
        cell("markdown", "# Numbers"),
        cell("code", "import math", "imports", locked=True),
        cell("markdown", "## Double it (2 points)"),
        cell("code", DOUBLE, "double", solution=True),
        cell("code", "double(1)"),
        cell("code", TEST_DOUBLE, "test_double", 2, grade=True, locked=True),
        cell("markdown", "## Halve it"),
        cell("code", HALF, "half", solution=True),
        cell("code", "assert half(1) == 0.5", "test_half", 1, grade=True, locked=True),
        cell("markdown", "Why?"),
        cell("markdown", "Because.", "why", 3, grade=True, solution=True),
        cell(
            "markdown",
            "Write an essay.\n### BEGIN MARK SCHEME\nlength\n### END MARK SCHEME",
            "essay",
            2,
            task=True,
            locked=True,
        ),
    ]
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})


def write_course(root: Path, nb: NotebookNode | None = None, config: str = "") -> Course:
    """A course with the assignment ``a1`` of one notebook ``n1``, loaded."""
    folder = root / "source" / "a1"
    folder.mkdir(parents=True)
    (folder / "n1.ipynb").write_text(nbformat.writes(nb or source_notebook()))
    if config:
        (root / "nbgrader_config.py").write_text(f"c = get_config()\n{config}")
    return load_course(root)


def docs_course(root: Path) -> Course:
    """A copy of the course in nbgrader's documentation: ps1, submitted by bitdiddle and hacker."""
    for step in ("source/ps1", "submitted"):
        shutil.copytree(DOCS_COURSE / step, root / step)
    return load_course(root)


def solved(course: Course, answers: dict[str, str] | None = None) -> NotebookNode:
    """The student version of ``a1`` with the reference solutions, but for `answers` by grade_id."""
    [source] = course.assignment("a1").notebooks
    nb = copy.deepcopy(source.student)
    known = {c.metadata.nbgrader.grade_id: c.source for c in source.cells if "nbgrader" in c.metadata}
    for each in nb.cells:
        meta = each.metadata.get("nbgrader", {})
        if meta.get("solution"):
            each.source = (answers or {}).get(meta.grade_id, known[meta.grade_id])
    return nb


def submit(course: Course, student: str, nb: NotebookNode, timestamp: str = "") -> Path:
    """Puts a notebook into ``submitted/`` as ``a1/n1.ipynb``; gives its path."""
    folder = course.path("submitted", student, "a1")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "n1.ipynb"
    path.write_text(json.dumps(nb))
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp)
    return path


def by_id(nb: NotebookNode, grade_id: str) -> NotebookNode:
    """The one cell with a grade_id."""
    [found] = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id]
    return found


def run_nbgrader(course: Course, *arguments: str, fails: bool = False) -> str:
    """Runs the real ``nbgrader`` command in a course folder; gives what it logged.

    Raises:
        AssertionError: it failed (or, with `fails`, did not).
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == fails, done.stderr
    return done.stderr
