"""Brings a submission back to the instructor's cells by grade_id."""

import copy
from typing import Any

import nbformat as untyped_nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course import SourceNotebook
from autograder.errors import SubmissionError
from autograder.matching import (
    Entry,
    behind_attempts,
    checksum,
    find_lost,
    free_name,
    is_answer,
    is_instructors,
    is_task,
    is_test,
    nbgrader_meta,
    place_behind,
    plain_text,
    take_out_merged,
    without_copies,
)
from autograder.notebook import Restored, Role, Step, hidden_lines

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

NONE_OF_IT = (
    "What was handed in as {name}.ipynb is another notebook: it holds none of its answers and tests. "
    "Ask for the right one."
)
IN_SANDBOX = "in-sandbox"  # tag of test cells that cannot be asked across the wall


def restore(source: SourceNotebook, submitted: NotebookNode) -> Restored:
    """Brings a submission back to the instructor's cells.

    Tests and locked cells get the source's text, points and metadata, whatever became of them; deleted
    ones are put back; answers that lost their grade_id are found again; a test never runs before the
    solution cell it follows in the source. What the student added stays.

    Args:
        source: the instructor's notebook.
        submitted: as `read_submission` returns it; it is not changed.

    Raises:
        SubmissionError: it is another notebook altogether.
    """
    incidents: list[str] = []
    known = {c.metadata.nbgrader.grade_id: c for c in source.cells if is_instructors(c)}
    cells = copy.deepcopy(submitted.cells)
    entries = [Entry(c, gid if (gid := nbgrader_meta(c).get("grade_id")) in known else None) for c in cells]
    entries = without_copies(entries, known, source.released, incidents)
    take_out_merged(entries, known, source.released)
    find_lost(entries, known, source, incidents)
    asked = {g for g, c in known.items() if is_answer(c) or nbgrader_meta(c).get("grade") or is_task(c)}
    if asked and asked.isdisjoint(entry.grade_id for entry in entries):
        raise SubmissionError(NONE_OF_IT.format(name=source.name))
    for entry in entries:
        _set_back(entry, known, source, incidents)
    _put_back_missing(entries, known, source, incidents)
    entries = _tests_after_solutions(entries, known, source, incidents)
    nb: NotebookNode = nbformat.from_dict({k: v for k, v in submitted.items() if k != "cells"})
    nb.metadata = copy.deepcopy(submitted.metadata)
    if "kernelspec" in source.metadata:
        nb.metadata["kernelspec"] = copy.deepcopy(source.metadata["kernelspec"])
    nb.cells = [entry.cell for entry in entries]
    steps = tuple(_step(index, entry, source) for index, entry in enumerate(entries))
    return Restored(nb, steps, tuple(incidents))


def _set_back(entry: Entry, known: dict[str, Any], source: SourceNotebook, incidents: list[str]) -> None:
    """Gives a cell the instructor's type, points and metadata; if it is not an answer, the text too."""
    cell = entry.cell
    if entry.grade_id is None:
        cell.metadata.pop("nbgrader", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        return
    original = known[entry.grade_id]
    changed = []
    if cell.cell_type != original.cell_type:
        changed.append("type")
    if "points" in nbgrader_meta(original) and nbgrader_meta(cell).get("points", original.metadata.nbgrader.points) != (
        original.metadata.nbgrader.points
    ):
        changed.append("points")
    texts = {plain_text(original.source), plain_text(source.released[entry.grade_id])}
    if not is_answer(original) and plain_text(cell.source) not in texts:
        changed.append("text")
    # As it was released, but the instructor has changed it since: the student has nothing to answer for.
    if changed and (nbgrader_meta(cell).get("checksum") or "none") != _checksum(cell):
        incidents.append(f"The {' and '.join(changed)} of the cell {entry.grade_id} had been changed: set back.")
    text = cell.source if is_answer(original) else original.source
    entry.cell = _instructors_cell(original, source, text, cell.id)


def _checksum(cell: Any) -> str | None:
    """Nbgrader's checksum of a submitted cell; None where its metadata make none."""
    try:
        return checksum(cell)
    except (TypeError, ValueError, OverflowError):
        return None


def _instructors_cell(original: Any, source: SourceNotebook, text: str, name: str) -> NotebookNode:
    """A fresh copy of a source cell with a text and a cell id."""
    cell: NotebookNode = copy.deepcopy(original)
    grade_id = cell.metadata.nbgrader.grade_id
    cell.source, cell["id"] = text, name
    cell.metadata.nbgrader["checksum"] = source.checksums[grade_id]
    cell.metadata.nbgrader["cell_type"] = cell.cell_type
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def _put_back_missing(
    entries: list[Entry], known: dict[str, Any], source: SourceNotebook, incidents: list[str]
) -> None:
    """Inserts deleted cells behind the nearest preceding instructor's cell that is present."""
    solutions = {e.grade_id: e.solution_id for e in source.exercises}
    for grade_id, original in known.items():
        present = {entry.grade_id for entry in entries}
        if grade_id in present or (is_answer(original) and not nbgrader_meta(original).get("grade")):
            continue
        place = place_behind(entries, source, grade_id)
        if is_test(original):
            solution = solutions.get(grade_id)
            there = source.released[solution] if solution and solution in present else None
            place = behind_attempts(entries, place, there)
        text = source.released[grade_id] if is_answer(original) else original.source
        entries.insert(
            place, Entry(_instructors_cell(original, source, text, free_name(entries, original.id)), grade_id)
        )
        incidents.append(f"The cell {grade_id} was missing: it was put back.")


def _tests_after_solutions(
    entries: list[Entry], known: dict[str, Any], source: SourceNotebook, incidents: list[str]
) -> list[Entry]:
    """Moves tests that stand before the solution cell they follow in the source to right behind it."""
    present = {entry.grade_id for entry in entries}
    solutions = {e.grade_id: e.solution_id for e in source.exercises if e.solution_id in present}
    ordered: list[Entry] = []
    waiting: dict[str, list[Entry]] = {}
    for entry in entries:
        solution = solutions.get(entry.grade_id or "")
        if solution is not None and all(done.grade_id != solution for done in ordered):
            waiting.setdefault(solution, []).append(entry)
            incidents.append(f"The cell {entry.grade_id} stood before {solution}: it was run after it.")
            continue
        ordered.append(entry)
        order = list(known)
        ordered += sorted(waiting.pop(entry.grade_id or "", []), key=lambda e: order.index(e.grade_id or ""))
    return ordered


def _step(index: int, entry: Entry, source: SourceNotebook) -> Step:
    """What grading does with a restored cell."""
    cell, grade_id, meta = entry.cell, entry.grade_id, nbgrader_meta(entry.cell)
    code = cell.cell_type == "code"
    role = Role.STUDENT if code else Role.TEXT
    if grade_id is not None:
        if is_test(cell):
            role = Role.SANDBOX_TEST if IN_SANDBOX in cell.metadata.get("tags", []) else Role.TEST
        elif meta.get("grade") or is_task(cell):
            role = Role.MANUAL
    graded = role in (Role.TEST, Role.SANDBOX_TEST, Role.MANUAL)
    hidden = hidden_lines(cell.source, source.hidden) if role in (Role.TEST, Role.SANDBOX_TEST) else frozenset()
    answer = grade_id is not None and is_answer(cell)
    return Step(
        index=index,
        role=role,
        grade_id=grade_id,
        source=cell.source,
        points=float(meta.get("points", 0.0)) if graded else 0.0,
        hidden=hidden,
        untouched=answer and cell.source == source.released[grade_id or ""],
        solution=answer,
        code=code,
    )
