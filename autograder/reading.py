"""Reads a submitted notebook in whatever shape it is in."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbformat.notebooknode import NotebookNode

from autograder.errors import SubmissionError

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

MAX_BYTES = 100_000_000  # nbgrader's own limit of what it collects (CourseDirectory.max_file_size)
READ_AGAIN = "Ask for the notebook again, saved in JupyterLab or Colab (File → Save, or Download .ipynb)."
_CELL_ID = re.compile(r"[a-zA-Z0-9\-_]{1,64}")


def read_submission(path: Path) -> NotebookNode:
    """Reads a notebook of any nbformat version and encoding; outputs are not kept.

    Raises:
        SubmissionError: there is no notebook in the file; the message says what to do.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SubmissionError(
                f"{path} is larger than {MAX_BYTES // 1_000_000} MB: clear its outputs and submit it again."
            )
        data = path.read_bytes()
    except OSError as error:
        raise SubmissionError(f"{path} cannot be read: {error.strerror}. {READ_AGAIN}") from error
    raw = _parse(path, _decode(data))
    cells = _raw_cells(path, raw)
    major, minor = nbformat.v4.nbformat, nbformat.v4.nbformat_minor
    nb: NotebookNode = nbformat.from_dict({"nbformat": major, "nbformat_minor": minor})
    nb.metadata, nb.cells = _metadata(raw), [_cell(cell) for cell in cells]
    _name_cells(nb)
    if not _is_valid(nb):
        _strip_metadata(nb)
    return nb


def _decode(data: bytes) -> str:
    """The text of a file in the encodings that editors on any system leave behind."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data[:2] in (b"{\x00", b"\x00{"):
        return data.decode("utf-16-le" if data[:1] == b"{" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _parse(path: Path, text: str) -> dict[str, Any]:
    """The notebook's JSON.

    Raises:
        SubmissionError: with the likely reason.
    """
    start = text.lstrip("\ufeff \t\r\n")[:200]
    if not start:
        raise SubmissionError(f"{path} is empty. {READ_AGAIN}")
    try:
        raw = json.loads(text)
    except RecursionError as error:
        raise SubmissionError(f"{path} is not a notebook: it is nested too deeply. {READ_AGAIN}") from error
    except ValueError as error:
        if start.startswith("PK"):
            reason = "is a zip archive, not a notebook"
        elif re.search(r"^(<{7}|>{7}) ", text, re.M):
            reason = "holds an unresolved merge conflict of git"
        elif start.startswith("<"):
            reason = "is a web page, not a notebook"
        elif start.startswith("{") and "nbformat" not in text:
            reason = f"is cut off in the middle, or is no notebook ({error})"
        else:
            reason = f"is not valid JSON ({error})"
        raise SubmissionError(f"{path} {reason}. {READ_AGAIN}") from error
    if not isinstance(raw, dict):
        raise SubmissionError(f"{path} is JSON but not a notebook. {READ_AGAIN}")
    return _clean_text(raw)


def _clean_text(raw: dict[str, Any]) -> dict[str, Any]:
    """Replaces halves of surrogate pairs: JSON may hold them, files and hashes may not."""
    text = json.dumps(raw, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        cleaned: dict[str, Any] = json.loads(text.encode("utf-8", "replace"))
        return cleaned
    return raw


def _raw_cells(path: Path, raw: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells of nbformat 4 (``cells``) or 3 (``worksheets``)."""
    cells = raw.get("cells")
    if not isinstance(cells, list):
        sheets = raw.get("worksheets")
        sheets = sheets if isinstance(sheets, list) else []
        lists = [s["cells"] for s in sheets if isinstance(s, dict) and isinstance(s.get("cells"), list)]
        if not lists:
            raise SubmissionError(f"{path} is JSON but not a notebook: it has no list of cells. {READ_AGAIN}")
        cells = [cell for part in lists for cell in part]
    found = [cell for cell in cells if isinstance(cell, dict)]
    if not found:
        raise SubmissionError(f"{path} is a notebook without cells. {READ_AGAIN}")
    return found


def _cell(raw: dict[str, Any]) -> NotebookNode:
    """One cell of any version as a cell of the current one, without outputs."""
    kind = raw.get("cell_type")
    text = raw.get("source", raw.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    text = text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else ""
    if kind == "heading":  # nbformat 3
        level = raw.get("level")
        text = f"{'#' * (level if isinstance(level, int) and 1 <= level <= 6 else 1)} {text}"
    metadata = raw.get("metadata")
    metadata = dict(metadata) if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    if not isinstance(nbgrader, dict) or not isinstance(nbgrader.get("grade_id"), str):
        metadata.pop("nbgrader", None)
    cell = {"cell_type": "raw", "metadata": metadata, "source": text, "id": raw.get("id")}
    if kind == "code":
        cell |= {"cell_type": "code", "outputs": [], "execution_count": None}
    elif kind in ("markdown", "heading", "html"):
        cell["cell_type"] = "markdown"
        if isinstance(raw.get("attachments"), dict):
            cell["attachments"] = raw["attachments"]
    node: NotebookNode = nbformat.from_dict(cell)
    return node


def _metadata(raw: dict[str, Any]) -> NotebookNode:
    """The notebook's metadata, as far as they are an object."""
    metadata = raw.get("metadata")
    node: NotebookNode = nbformat.from_dict(metadata if isinstance(metadata, dict) else {})
    return node


def _name_cells(nb: NotebookNode) -> None:
    """Gives cells whose id is missing, invalid or taken one that is the same each time."""
    taken: set[str] = set()
    for index, cell in enumerate(nb.cells):
        name = cell.get("id")
        if not isinstance(name, str) or not _CELL_ID.fullmatch(name) or name in taken:
            name = hashlib.sha256(f"{index}/{cell.source}".encode("utf-8", "replace")).hexdigest()[:16]
        cell["id"] = name
        taken.add(name)


def _is_valid(nb: NotebookNode) -> bool:
    """Whether nbformat's schema accepts it."""
    try:
        nbformat.validate(nb)
    except nbformat.ValidationError:
        return False
    return True


def _strip_metadata(nb: NotebookNode) -> None:
    """Keeps of all metadata nbgrader's only: what an editor left behind is not valid."""
    nb.metadata = nbformat.from_dict({})
    for cell in nb.cells:
        cell.pop("attachments", None)
        kept = cell.metadata.get("nbgrader")
        cell.metadata = nbformat.from_dict({"nbgrader": kept} if kept else {})
