"""What students get: ``release/`` made of ``source/``, and proof that it holds nothing it must not."""

import contextlib
import copy
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from nbgrader.utils import capture_log, find_all_files, temp_attrs

from autograder.course import ANSWER_FOLDERS, Assignment, Course
from autograder.errors import CourseError
from autograder.files import replace_file
from autograder.gradebook import open_gradebook, sync_assignment
from autograder.source import save_cells

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

PLACEHOLDER = "{{repository}}"
# A student's notebook that imports the grader would fail in Colab, and name what grades it.
GRADER_IMPORT = re.compile(r"^\s*(?:import|from)\s+autograder\b", re.M)


def release(course: Course, assignment: str) -> Path:
    """Makes ``release/`` of an assignment and records its cells and due date in the gradebook.

    Args:
        course: its settings name the repository that ``{{repository}}`` stands for.
        assignment: name of a folder of ``source/``.

    Returns:
        The folder students get.

    Raises:
        CourseError: the source cannot be released, or something of it would leak; nothing is written then.
    """
    read = course.assignment(assignment)
    built = _build(course, read)
    with open_gradebook(course) as gradebook:
        sync_assignment(gradebook, course, assignment)
    for source in read.notebooks:
        save_cells(course, assignment, source.path)
    folder = course.path("release", ".", assignment)
    with _put_back_on_error(folder):
        mode = _run_nbgrader(course, assignment)
        for name, data in built.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            replace_file(folder / name, data, mode)
    return folder


def check_release(course: Course, assignment: str) -> list[str]:
    """What in ``release/`` is not what ``source/`` gives; empty when all is. Nothing is written.

    Raises:
        CourseError: the source cannot be released.
    """
    built = _build(course, course.assignment(assignment))
    folder = course.path("release", ".", assignment)
    found = {
        Path(name).relative_to(folder).as_posix(): Path(name)
        for name in find_all_files(str(folder), course.directory.ignore)
    }
    missing = [f"{folder / name} is missing" for name in sorted(built.keys() - found.keys())]
    extra = [f"{found[name]} is not made of source/" for name in sorted(found.keys() - built.keys())]
    changed = [
        f"{found[name]} is not what source/ gives{_where(built[name], found[name].read_bytes())}"
        for name in sorted(built.keys() & found.keys())
        if built[name] != found[name].read_bytes()
    ]
    return missing + extra + changed


def _run_nbgrader(course: Course, assignment: str) -> int:
    """Runs nbgrader's generate_assignment, hooks and all; gives the mode of the files it writes.

    Raises:
        CourseError: with what nbgrader logged.
    """
    ignore = [*course.directory.ignore, *ANSWER_FOLDERS]
    with temp_attrs(course.directory, assignment_id=assignment, notebook_id="*", ignore=ignore):
        converter = GenerateAssignment(coursedir=course.directory, config=course.config)
        converter.force = True
        outcome = capture_log(converter)
    if not outcome["success"]:
        log = outcome.get("log") or outcome["error"]
        raise CourseError(f"nbgrader generate_assignment {assignment} failed:\n{log}")
    return int(str(converter.permissions), 8)


@contextlib.contextmanager
def _put_back_on_error(folder: Path) -> Iterator[None]:
    """Keeps what was released until the new release is there: nbgrader deletes first."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as safe:
        kept = Path(safe) / "old"
        if folder.exists():
            folder.rename(kept)
        try:
            yield
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            if kept.exists():
                kept.rename(folder)
            raise


def _build(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """The files students get, by path below the release folder.

    Raises:
        CourseError: something would leak.
    """
    built: dict[str, bytes] = {}
    for source in assignment.notebooks:
        nb = copy.deepcopy(source.student)
        _fill(nb, course.settings.repository, source.path)
        leaks = [leak for index, cell in enumerate(nb.cells) for leak in _leaks(course, index, cell)]
        if leaks:
            raise CourseError(f"{source.path} must not be released:\n" + "\n".join(leaks))
        built[f"{source.name}.ipynb"] = (nbformat.writes(nb).rstrip("\n") + "\n").encode()
    for path in course.files(assignment.name):
        data = path.read_bytes()
        if path.suffix == ".py" and (marks := _marks(course, data.decode("utf-8", "replace"))):
            raise CourseError(f"{path} must not be released: it holds {', '.join(marks)}.")
        built[path.relative_to(assignment.folder).as_posix()] = data
    return built


def _fill(nb: NotebookNode, repository: str, path: Path) -> None:
    """Replaces the placeholder in markdown cells."""
    for cell in nb.cells:
        if cell.cell_type == "markdown" and PLACEHOLDER in cell.source:
            if not repository:
                raise CourseError(f"{path} uses {PLACEHOLDER}: set c.Autograder.repository (owner/name).")
            cell.source = cell.source.replace(PLACEHOLDER, repository)


def _leaks(course: Course, index: int, cell: NotebookNode) -> list[str]:
    """Sentences on what in a released cell students must not see."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id", "no grade_id")
    found = [f"cell {index} ({name}) holds {mark}" for mark in _marks(course, cell.source)]
    if cell.get("outputs"):
        found.append(f"cell {index} ({name}) holds outputs: keep ClearOutput among nbgrader's preprocessors")
    return found


def _marks(course: Course, text: str) -> list[str]:
    """Delimiters of what students must not see, and imports of the grader, in a text."""
    tests = ClearHiddenTests(config=course.config)
    solutions = ClearSolutions(config=course.config)
    marking = ClearMarkScheme(config=course.config)
    delimiters = (
        tests.begin_test_delimeter,
        tests.end_test_delimeter,
        solutions.begin_solution_delimeter,
        solutions.end_solution_delimeter,
        marking.begin_mark_scheme_delimeter,
        marking.end_mark_scheme_delimeter,
    )
    found = [f"{mark!r}" for mark in delimiters if mark in text]
    return found + (["an import of autograder"] if GRADER_IMPORT.search(text) else [])


def _where(expected: bytes, found: bytes) -> str:
    """Which cell of a notebook differs first, where that can be told."""
    try:
        wanted, got = (nbformat.v4.reads(data.decode()).cells for data in (expected, found))
    except (ValueError, AttributeError):
        return ""
    pairs = enumerate(zip(wanted, got, strict=False))
    index = next((i for i, (a, b) in pairs if a != b), min(len(wanted), len(got)))
    return f" (first in cell {index})" if index < max(len(wanted), len(got)) else ""
