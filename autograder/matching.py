"""Which cell of a submission answers to which grade_id, also where labels were lost or copied."""

import ast
import hashlib
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.course import SourceNotebook


@dataclass
class Entry:
    """A cell on its way back: the instructor's grade_id it answers to, None for the student's own."""

    cell: NotebookNode
    grade_id: str | None


def nbgrader_meta(cell: Any) -> Any:
    """The metadata of nbgrader, empty where there are none."""
    return cell.metadata.get("nbgrader", {})


def is_test(cell: Any) -> bool:
    """An autograder-tests cell."""
    return bool(
        nbgrader_meta(cell).get("grade") and not nbgrader_meta(cell).get("solution") and cell.cell_type == "code"
    )


def is_task(cell: Any) -> bool:
    """A manually graded task: its text is the instructor's."""
    return bool(nbgrader_meta(cell).get("task"))


def is_answer(cell: Any) -> bool:
    """A solution cell: its text is the student's."""
    return bool(nbgrader_meta(cell).get("solution") and not is_task(cell))


def is_instructors(cell: Any) -> bool:
    """A cell that nbgrader knows by its grade_id."""
    return any(nbgrader_meta(cell).get(flag) for flag in ("grade", "solution", "locked", "task"))


def checksum(cell: Any) -> str:
    """nbgrader's checksum of a cell, computed here because graders do without loading nbgrader."""
    meta = nbgrader_meta(cell)
    grade, solution = bool(meta.get("grade")), bool(meta.get("solution"))
    locked = not solution and (grade or bool(meta.get("locked")))
    parts = [cell.source, cell.cell_type, str(grade), str(solution), str(locked), str(meta.get("grade_id"))]
    if grade:
        parts.append(str(float(meta.get("points", 0))))
    return hashlib.md5("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def plain_text(source: str) -> str:
    """A text without what editors change unasked: white space at line ends and at the end."""
    return re.sub(r"[ \t]+$", "", source, flags=re.M).strip("\n")


def without_copies(
    entries: list[Entry], known: dict[str, Any], released: dict[str, str], incidents: list[str]
) -> list[Entry]:
    """One entry for each grade_id; other copies become plain cells, or go if they are tests.

    The first copy keeps the grade_id, unless it is as released and a later one was worked on.
    """
    copies: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.grade_id is not None:
            copies.setdefault(entry.grade_id, []).append(entry)
    dropped: list[int] = []
    for grade_id, group in copies.items():
        if len(group) == 1:
            continue
        worked_on = [e for e in group if plain_text(e.cell.source) != plain_text(released[grade_id])]
        kept = worked_on[0] if worked_on and is_answer(known[grade_id]) else group[0]
        for entry in group:
            if entry is not kept:
                entry.grade_id = None
                if is_test(known[grade_id]):
                    dropped.append(id(entry))
        incidents.append(f"The cell {grade_id} was there {len(group)} times: one of them counts.")
    return [entry for entry in entries if id(entry) not in dropped]


def find_lost(entries: list[Entry], known: dict[str, Any], source: SourceNotebook, incidents: list[str]) -> None:
    """Gives cells back the grade_id they lost: by their text, the names they define, or their place."""
    for grade_id, cell in known.items():
        present = {entry.grade_id for entry in entries}
        if grade_id in present:
            continue
        found = _with_text(entries, source, grade_id)
        if found is None and is_answer(cell):
            found = _with_names(entries, source, grade_id, cell) or _in_place(entries, source, grade_id, cell)
        if found is not None:
            found.grade_id = grade_id
            incidents.append(f"The cell {grade_id} had lost its nbgrader metadata: it was recognized.")


def _unlabeled(entries: Iterable[Entry], source: SourceNotebook) -> list[Entry]:
    """Cells without a grade_id that are not the instructor's ungraded ones."""
    plain = {plain_text(cell.source) for cell in source.cells if not is_instructors(cell)}
    return [e for e in entries if e.grade_id is None and plain_text(e.cell.source) not in plain]


def _after_previous(entries: list[Entry], source: SourceNotebook, grade_id: str) -> list[Entry]:
    """The entries, those behind the nearest preceding instructor's cell first."""
    place = place_behind(entries, source, grade_id)
    return entries[place:] + entries[:place]


def place_behind(entries: list[Entry], source: SourceNotebook, grade_id: str) -> int:
    """Index behind the nearest preceding instructor's cell that is present."""
    order = [c.metadata.nbgrader.grade_id for c in source.cells if is_instructors(c)]
    places = {entry.grade_id: index for index, entry in enumerate(entries)}
    before = reversed(order[: order.index(grade_id)])
    return next((places[name] + 1 for name in before if name in places), 0)


def _with_text(entries: list[Entry], source: SourceNotebook, grade_id: str) -> Entry | None:
    """A cell with exactly the text that was released."""
    wanted = plain_text(source.released[grade_id])
    found = _unlabeled(_after_previous(entries, source, grade_id), source)
    return next((e for e in found if wanted and plain_text(e.cell.source) == wanted), None)


def _with_names(entries: list[Entry], source: SourceNotebook, grade_id: str, cell: Any) -> Entry | None:
    """A code cell that defines what the solution defines."""
    if cell.cell_type != "code":
        return None
    wanted = _defined(source.released[grade_id]) or _defined(cell.source)
    found = _unlabeled(_after_previous(entries, source, grade_id), source)
    code = (e for e in found if e.cell.cell_type == "code")
    return next((e for e in code if wanted and wanted <= _defined(e.cell.source)), None)


def _in_place(entries: list[Entry], source: SourceNotebook, grade_id: str, cell: Any) -> Entry | None:
    """The unknown cell of the same type right behind the source cell that precedes a manual answer."""
    if not nbgrader_meta(cell).get("grade"):
        return None
    index = next(i for i, c in enumerate(source.cells) if nbgrader_meta(c).get("grade_id") == grade_id)
    if index == 0:
        return None
    before = source.cells[index - 1]
    name, text = nbgrader_meta(before).get("grade_id"), plain_text(before.source)
    candidates = {id(e) for e in _unlabeled(entries, source)}
    for entry, following in itertools.pairwise(entries):
        is_before = entry.grade_id == name if name else plain_text(entry.cell.source) == text
        if is_before and id(following) in candidates and following.cell.cell_type == cell.cell_type:
            return following
    return None


def _defined(source: str) -> set[str]:
    """Names that a cell defines at its top level; empty if it cannot be parsed."""
    lines = [re.sub(r"^(\s*)[%!].*", r"\1pass", line) for line in source.split("\n")]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            stored = (n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
            names.update(n.id for n in stored)
    return names
