"""Which cell of a submission answers to which grade_id, also where labels were lost or copied."""

import ast
import copy
import hashlib
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder.course import SourceNotebook

MAX_CELL = 100_000  # characters; of a longer cell, nobody looks for the names it defines


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
    return "\n".join(line.rstrip(" \t") for line in source.split("\n")).strip("\n")


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


def free_name(entries: Iterable[Entry], wanted: str) -> str:
    """A cell id that no cell has yet, as much like `wanted` as can be."""
    taken = {entry.cell.id for entry in entries}
    names = (f"{wanted[:50]}{'-' * number}" for number in itertools.count())
    return next(name for name in names if name not in taken)


def take_out_merged(entries: list[Entry], known: dict[str, Any], released: dict[str, str]) -> None:
    """What was merged into a test or a locked cell becomes a cell of the student's own behind it."""
    for index, entry in reversed(list(enumerate(entries))):
        original, cell = known.get(entry.grade_id or ""), entry.cell
        if original is None or is_answer(original) or {cell.cell_type, original.cell_type} != {"code"}:
            continue
        text = f"\n{plain_text(cell.source)}\n"
        theirs = (f"\n{plain_text(t)}\n" for t in (original.source, released[original.metadata.nbgrader.grade_id]))
        before, _, behind = text.partition(next((t for t in theirs if t in text), text))
        own = copy.deepcopy(cell)
        own.source, own["id"] = f"{before}\n{behind}".strip("\n"), free_name(entries, cell.id)
        if own.source.strip():
            entries.insert(index + 1, Entry(own, None))


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


def behind_attempts(entries: list[Entry], place: int, released: str | None) -> int:
    """Index behind those of the student's own cells that follow and may hold the answer: the last attempt counts.

    Args:
        entries: the cells.
        place: where the own cells may begin.
        released: text of the solution cell, which stands before them; None if any of them may be the answer.
    """
    own = list(itertools.takewhile(lambda entry: entry.grade_id is None, entries[place:]))
    wanted = _defined(released or "")
    attempts = [
        index
        for index, entry in enumerate(own, start=1)
        if released is None or (entry.cell.cell_type == "code" and wanted and wanted <= _defined(entry.cell.source))
    ]
    return place + max(attempts, default=0)


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
    """Names that a cell defines at its top level; empty if it cannot be parsed, or is no cell that a person wrote."""
    if len(source) > MAX_CELL:
        return set()
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
