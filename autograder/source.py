"""Reads the instructor's notebooks, and makes of them what students get, with nbgrader's own steps."""

import contextlib
import copy
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat as untyped_nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.converters import GenerateAssignment
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, SchemaTooOldError, ValidationError
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, SaveCells
from traitlets.utils.importstring import import_item

from autograder.course import Exercise, SourceNotebook
from autograder.errors import CourseError
from autograder.matching import is_instructors

if TYPE_CHECKING:
    from autograder.course import Course

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

# "## Exercise 2 · Cross-entropy (7 points, 10 minutes)": points and time are not part of the title.
HEADER = re.compile(r"^#+\s+(.+?)\s*(?:\([^()]*\))?\s*#*$", re.M)

SCHEMA_TOO_OLD = (
    "{path} uses an old version of the nbgrader metadata format. Back up the course folder and then "
    "update the metadata using: nbgrader update {folder}"
)
SCHEMA_TOO_NEW = "{path} uses a newer version of the nbgrader metadata format. Update nbgrader to be able to use it."


@dataclass(frozen=True)
class _Stages:
    """A source notebook at three moments of ``nbgrader generate_assignment``.

    Attributes:
        graded: just before solutions are cleared: what submissions are graded against.
        saved: as nbgrader's SaveCells records it in the gradebook.
        student: as students get it.
    """

    graded: NotebookNode
    saved: NotebookNode
    student: NotebookNode


def read_source(course: "Course", assignment: str, path: Path) -> SourceNotebook:
    """Reads one source notebook.

    Raises:
        CourseError: it is no notebook, its nbgrader metadata are invalid or old, a grade_id occurs twice,
            or a region (solution, hidden tests, mark scheme) is not closed.
    """
    stages = _generate(course, assignment, _read_valid(path), path)
    saved = [cell for cell in stages.saved.cells if is_instructors(cell)]
    cleared = ClearHiddenTests(config=course.config)
    return SourceNotebook(
        name=path.stem,
        path=path,
        cells=tuple(stages.graded.cells),
        released={c.metadata.nbgrader.grade_id: c.source for c in stages.student.cells if is_instructors(c)},
        exercises=exercises_of(stages.student.cells),
        checksums={c.metadata.nbgrader.grade_id: utils.compute_checksum(c) for c in saved},
        metadata=stages.graded.metadata,
        student=stages.student,
        hidden=(cleared.begin_test_delimeter, cleared.end_test_delimeter),
    )


def save_cells(course: "Course", assignment: str, path: Path) -> None:
    """Writes a source notebook's cells into the gradebook, as ``nbgrader generate_assignment`` does.

    Raises:
        CourseError: cells were added or removed after submissions were recorded.
    """
    saved = _generate(course, assignment, _read_valid(path), path).saved
    try:
        SaveCells(config=course.config).preprocess(saved, _resources(course, assignment, path))
    except RuntimeError as error:
        raise CourseError(
            f"{path}: {error}. Give the cells their old grade_ids back, or remove the assignment from the "
            f"gradebook and grade it again: nbgrader db assignment remove {assignment}"
        ) from error


def _read_valid(path: Path) -> NotebookNode:
    """The notebook in the current nbformat version, its nbgrader metadata checked."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        nb: NotebookNode
        # nbformat.reads would log what it repairs; ids are given below, and all is validated after that.
        if json.loads(text).get("nbformat", 4) < 4:
            nb = nbformat.convert(nbformat.v3.reads(text), 4)
        else:
            nb = nbformat.v4.reads(text)
        _name_cells(nb, path.stem)
        nb.nbformat_minor = nbformat.v4.nbformat_minor
        nbformat.validate(nb)
        MetadataValidator().validate_nb(nb)
    except SchemaTooOldError as error:
        raise CourseError(SCHEMA_TOO_OLD.format(path=path, folder=path.parent)) from error
    except SchemaTooNewError as error:
        raise CourseError(SCHEMA_TOO_NEW.format(path=path)) from error
    except ValidationError as error:
        raise CourseError(f"{path}: the nbgrader metadata are invalid: {error.message}") from error
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise CourseError(f"{path} is not a notebook that can be read: {error}") from error
    return nb


def _name_cells(nb: NotebookNode, name: str) -> None:
    """Gives every cell that has none a cell id that is the same each time."""
    taken = {cell.id for cell in nb.cells if "id" in cell}
    for index, cell in enumerate(nb.cells):
        if "id" not in cell:
            key = f"{name}/{cell.metadata.get('nbgrader', {}).get('grade_id', index)}"
            digest = hashlib.sha256(key.encode()).hexdigest()
            cell["id"] = next(digest[i : i + 8] for i in range(56) if digest[i : i + 8] not in taken)
            taken.add(cell.id)


def _generate(course: "Course", assignment: str, nb: NotebookNode, path: Path) -> _Stages:
    """Runs the configured steps of ``nbgrader generate_assignment``, but for the gradebook's."""
    converter = GenerateAssignment(coursedir=course.directory, config=course.config)
    resources = _resources(course, assignment, path)
    graded = saved = None
    try:
        # nbgrader's header and footer paths are relative to the course folder.
        with contextlib.chdir(course.root):
            for step in converter.preprocessors:
                kind = import_item(step) if isinstance(step, str) else step
                if issubclass(kind, ClearSolutions) and graded is None:
                    graded = copy.deepcopy(nb)
                if issubclass(kind, SaveCells):
                    saved = copy.deepcopy(nb)
                else:
                    nb, resources = kind(parent=converter)(nb, resources)
    except Exception as error:  # configured steps are anyone's code
        raise CourseError(f"{path} cannot be released: {error}") from error
    for stage in (nb, graded, saved):
        if stage is not None:
            _name_cells(stage, path.stem)
    return _Stages(graded or nb, saved or nb, nb)


def _resources(course: "Course", assignment: str, path: Path) -> dict[str, Any]:
    """What nbgrader's converters hand their preprocessors."""
    names = {"student": ".", "assignment": assignment, "notebook": path.stem, "db_url": course.db_url}
    return {
        "unique_key": path.stem,
        "output_files_dir": f"{path.stem}_files",
        "metadata": {"name": path.stem, "path": str(path.parent)},
        "nbgrader": names,
    }


def exercises_of(cells: list[NotebookNode]) -> tuple[Exercise, ...]:
    """The graded cells in order, with the header above each and the solution cell before each."""
    found = []
    title, solution = "", None
    for cell in cells:
        meta = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "markdown" and (headers := HEADER.findall(cell.source)):
            title = headers[-1]
        if utils.is_grade(cell) or utils.is_task(cell):
            manual = bool(utils.is_solution(cell) or utils.is_task(cell) or cell.cell_type != "code")
            exercise = Exercise(
                meta.grade_id,
                title or meta.grade_id,
                float(meta.points),
                manual,
                None if manual else solution,
            )
            found.append(exercise)
        if utils.is_solution(cell) and cell.cell_type == "code":
            solution = meta.grade_id
    return tuple(found)
