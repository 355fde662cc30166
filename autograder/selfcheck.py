"""``autograder check``: a student's notebook against the checks that students see, the way it will be graded.

A student has what was released, perhaps nothing else: no course, no gradebook. What the instructor's notebook is to
grading, the released one is here. Where that is not at hand either, the student's own copy must do: its locked cells
are taken as they are, and nbgrader's checksums tell which answers are still stubs.
"""

import ast
import contextlib
import copy
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, SchemaTooOldError, ValidationError

from autograder.course import Assignment, Course, Exercise, Limits, SourceNotebook, load_course
from autograder.devices import find_devices
from autograder.engines.local import grade_all
from autograder.errors import CourseError, IsolationError, SubmissionError
from autograder.jobs import Job
from autograder.keys import MAX_FILES, attached_files
from autograder.matching import checksum, is_answer, is_instructors, nbgrader_meta
from autograder.names import bound_names, defined_names, import_statements, parse_cell
from autograder.reading import read_submission
from autograder.results import CellResult, NotebookResult
from autograder.sandbox.warm import Warm
from autograder.source import exercises_of

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

CONFIG = "nbgrader_config.py"

GET_AGAIN = "Download it again and copy your answers into it, or say where the released one is: --release FILE."
NO_CHECKS = "{path} holds nothing that nbgrader checks. " + GET_AGAIN
DAMAGED = "{path}: its nbgrader metadata are damaged ({error}). " + GET_AGAIN
NO_RELEASE = "--release {path}: there is no notebook. Give the released notebook, or the folder that holds {name}."
CHANGED = (
    "The locked cell {name} was changed. It ran as it is now; when it is graded, the original is put back. "
    "To check with the original: --release FILE."
)
LEFT_OUT = (
    "The other files in {folder} were left out: there are too many. Does the notebook need some of them? Put it into "
    "a folder of its own with them."
)
NO_WALLS = "{error} It is your own code: `autograder check --isolation none` runs it without walls, as Jupyter does."


@dataclass(frozen=True)
class Checked:
    """A notebook and what its checks say.

    Attributes:
        path: the student's notebook.
        release: where its checks come from; None where they are its own.
        exercises: its graded cells in order.
        result: of each of them, as grading has it.
        notes: sentences for the student.
    """

    path: Path
    release: Path | None
    exercises: tuple[Exercise, ...]
    result: NotebookResult
    notes: tuple[str, ...]

    def results(self) -> Iterator[tuple[Exercise, CellResult]]:
        """Each exercise and how it ended."""
        cells = {cell.grade_id: cell for cell in self.result.cells}
        return ((exercise, cells[exercise.grade_id]) for exercise in self.exercises)


def notebooks_at(path: Path) -> list[Path]:
    """A notebook, or those in a folder.

    Raises:
        SubmissionError: the folder holds none.
    """
    if not path.is_dir():
        return [path]
    if found := sorted(path.glob("*.ipynb")):
        return found
    raise SubmissionError(f"{path} holds no notebook (*.ipynb): give the notebook itself, or the folder it is in.")


def check_notebook(path: Path, wanted: Path | None, isolation: str | None, warm: Warm) -> Checked:
    """Runs the visible checks of a notebook in a sandbox. Nothing is written beside it.

    Args:
        path: the student's notebook.
        wanted: the released notebook or its folder; None looks for it in the course folder above, if there is one.
        isolation: namespaces or none; None as the course says.
        warm: where graders and sandboxes are forked from.

    Raises:
        SubmissionError: the notebook cannot be read, or holds no checks.
        CourseError: there is no release where one was named, or a configuration above it does not load.
        IsolationError: sandboxes cannot be isolated on this machine.
    """
    path = path.resolve()  # a link to one's own notebook is as good
    notebook = read_submission(path)
    course = load_course(next((folder for folder in path.parents if (folder / CONFIG).is_file()), path.parent))
    release = find_release(path, course, wanted)
    source = released_source(release, read_submission(release)) if release else own_source(path, notebook)
    notes = [] if release else [CHANGED.format(name=name) for name in changed_cells(source)]
    theirs = files_beside(path, course, notes)
    files = files_beside(release, course, notes) if release else theirs
    with tempfile.TemporaryDirectory(dir=warm.stage, prefix="check-") as name:
        folder = Path(name)
        for file, content in {**theirs, f"{source.name}.ipynb": path.read_bytes()}.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)
        job = make_job(course, (release or path).parent, source, folder, files)
        result = run(replace(job, isolation=isolation or job.isolation), course, warm)
    return Checked(path, release, source.exercises, result, (*notes, *result.incidents))


def make_job(course: Course, given: Path, source: SourceNotebook, folder: Path, files: dict[str, bytes]) -> Job:
    """The work order, as for a submission.

    Args:
        course: its settings; those of a folder that is no course are the defaults.
        given: the folder of what was released; its name is the assignment's.
        source: what stands in for the instructor's notebook.
        folder: what stands in for the submission.
        files: what was released beside the notebook.
    """
    name, settings = given.name, course.settings
    return Job(
        Assignment(name, given, (source,), *course.limits(name)),
        "you",
        folder,
        files,
        secret=b"",  # it seeds hidden tests, and here are none
        threads=settings.threads,
        isolation=settings.isolation,
        figures=False,
    )


def run(job: Job, course: Course, warm: Warm) -> NotebookResult:
    """Grades a notebook against what was released.

    Raises:
        SubmissionError: it is another notebook, or the grader failed on it.
        IsolationError: says how a student may go on without walls.
    """
    try:
        [result] = grade_all([job], warm, 1, find_devices(course.settings.device))
    except IsolationError as error:
        raise IsolationError(NO_WALLS.format(error=error)) from error
    if result.error:
        raise SubmissionError(result.error)
    return result.notebooks[0]


def files_beside(path: Path, course: Course, notes: list[str]) -> dict[str, bytes]:
    """The files beside a notebook, as far as they could be a submission's: relative path → content.

    Args:
        path: the notebook; it may lie in a folder full of other things.
        course: says which files are left out.
        notes: gets a sentence where there are too many, and none is taken.
    """
    count = 0
    for _, folders, names in os.walk(path.parent):
        folders[:] = [name for name in folders if not name.startswith(".")]
        count += len(names)
        if count > MAX_FILES:  # somebody's home: do not even look at the rest
            break
    else:
        with contextlib.suppress(SubmissionError):
            limit = course.settings.limits.get("file_mb", Limits.file_mb)
            found = attached_files(path.parent, (*course.directory.ignore, ".*"), limit)
            return {name: file.read_bytes() for name, file in found.items()}
    notes.append(LEFT_OUT.format(folder=path.parent))
    return {}


# --- what was released -----------------------------------------------------------------------------------------------


def find_release(path: Path, course: Course, wanted: Path | None) -> Path | None:
    """The released notebook; None where there is none but the student's own copy.

    Raises:
        CourseError: there is none where one was named.
    """
    if wanted is None:
        folders = [course.path("release", ".", name) for name in (path.parent.name, path.stem)]
        found = next((folder / path.name for folder in folders if (folder / path.name).is_file()), path)
    else:
        there = [wanted] if wanted.is_file() else sorted(wanted.glob("*.ipynb"))
        meant = [file for file in there if file.name == path.name] or there
        if len(meant) != 1:
            raise CourseError(NO_RELEASE.format(path=wanted, name=path.name))
        found = meant[0]
    return None if found.resolve() == path else found.resolve()


def released_source(path: Path, notebook: NotebookNode) -> SourceNotebook:
    """A released notebook in the place of the instructor's.

    Raises:
        SubmissionError: its metadata are damaged, or it has no graded cells.
    """
    cells = list(first_copies(notebook.cells))
    try:
        MetadataValidator().validate_nb(nbformat.from_dict({"cells": cells}))
        exercises = exercises_of(cells)
    except (SchemaTooNewError, SchemaTooOldError, ValidationError, AttributeError, KeyError) as error:
        raise SubmissionError(DAMAGED.format(path=path, error=str(error).split("\n")[0])) from error
    if not exercises:
        raise SubmissionError(NO_CHECKS.format(path=path))
    known = (nbgrader_meta(cell) for cell in cells if is_instructors(cell))
    return SourceNotebook(
        name=path.stem,
        path=path,
        cells=tuple(cells),
        released=texts(cells),
        exercises=exercises,
        checksums={meta.grade_id: str(meta.get("checksum", "")) for meta in known},
        metadata=notebook.metadata,
    )


def texts(cells: Iterable[Any]) -> dict[str, str]:
    """The text of each cell that nbgrader knows, by grade_id."""
    return {nbgrader_meta(cell).grade_id: cell.source for cell in cells if is_instructors(cell)}


def own_source(path: Path, notebook: NotebookNode) -> SourceNotebook:
    """A student's copy in the place of the released notebook.

    Of their own code, and of answers that are no stubs any more, only imports are kept: tests may need them, as they
    need the instructor's. Not those that bind what an answer defines: a test asks for the answer.

    Raises:
        SubmissionError: its metadata are damaged, or it has no graded cells.
    """
    source = released_source(path, notebook)
    cells = copy.deepcopy(source.cells)
    answers = set[str]().union(*(defined_otherwise(cell.source) for cell in cells if is_answer(cell)))
    for cell in cells:
        if cell.cell_type == "code" and (not is_instructors(cell) or (is_answer(cell) and not is_released(cell))):
            imports = import_statements([cell.source])
            cell.source = "\n".join(line for line in imports if not defined_names([line]) & answers)
        elif is_answer(cell) and not is_released(cell):
            cell.source = ""
    return replace(source, cells=cells, released=texts(cells), exercises=exercises_of(list(cells)))


def is_released(cell: Any) -> bool:
    """Whether a cell is as it was released: nbgrader's checksum of it still fits."""
    return bool(nbgrader_meta(cell).get("checksum") == checksum(cell))


def defined_otherwise(source: str) -> set[str]:
    """Names that a cell binds at top level, but not by importing them."""
    tree = parse_cell(source)
    statements = [node for node in (tree.body if tree else ()) if not isinstance(node, ast.Import | ast.ImportFrom)]
    return set[str]().union(*map(bound_names, statements))


def first_copies(cells: Iterable[Any]) -> Iterator[Any]:
    """The cells, the later copies of instructors' cells left out; code that became text by a slip is code again."""
    seen = set()
    for cell in cells:
        meta = nbgrader_meta(cell)
        if is_instructors(cell):
            if meta.grade_id in seen:
                continue
            seen.add(meta.grade_id)
            if meta.get("cell_type") == "code" != cell.cell_type:
                yield nbformat.v4.new_code_cell(cell.source, metadata=cell.metadata, id=cell.id)
                continue
        yield cell


def changed_cells(source: SourceNotebook) -> list[str]:
    """What people call the locked code cells that are not as they were released."""
    titles = {exercise.grade_id: f"of {exercise.title}" for exercise in source.exercises}
    locked = [c for c in source.cells if c.cell_type == "code" and is_instructors(c) and not is_answer(c)]
    changed = [c.metadata.nbgrader.grade_id for c in locked if "checksum" in nbgrader_meta(c) and not is_released(c)]
    return [titles.get(name, name) for name in changed]
