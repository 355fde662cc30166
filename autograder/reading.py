"""Reads a submitted notebook in whatever shape it is in."""

import hashlib
import itertools
import json
import re
import stat
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.validator import get_validator

from autograder.errors import SubmissionError

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

MAX_BYTES = 100_000_000  # nbgrader's own limit of what it collects (CourseDirectory.max_file_size)
MAX_DEPTH = 100
MAX_CELLS = 5_000
MAX_CONTAINERS = 500_000  # lists and objects: each takes 3 bytes in a file, and up to 1,300 here
READ_AGAIN = "Ask for the notebook again, saved in JupyterLab or Colab (File → Save, or Download .ipynb)."
_NO_NOTEBOOK = (  # what a text that is no JSON looks like → what to call it
    (re.compile(r"\A\0+\Z"), "holds nothing but zeros: its contents were lost on the way"),
    (re.compile(r"\APK"), "is a zip archive, not a notebook"),
    (re.compile("\\A\x1f\u2039"), "is compressed with gzip, not a notebook"),  # 1F 8B, read as code page 1252
    (re.compile(r"\A%PDF"), "is a PDF, not a notebook"),
    (re.compile(r"^(<{7}|>{7}) ", re.M), "holds an unresolved merge conflict of git"),
    (re.compile(r"\A<"), "is a web page, not a notebook"),
)
_BLANK = "\ufeff \t\r\n"
_CELL_ID = re.compile(r"[a-zA-Z0-9\-_]{1,64}")


def read_submission(path: Path) -> NotebookNode:
    """Reads a notebook of any nbformat version and encoding; outputs are not kept.

    Raises:
        SubmissionError: there is no notebook in the file; the message says what to do.
    """
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):  # a link may lead to another student's work, a pipe never ends
            raise SubmissionError(f"{path} cannot be read: it is a folder, a link or a device. {READ_AGAIN}")
        if status.st_size > MAX_BYTES:
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
    if not text.strip(_BLANK):
        raise SubmissionError(f"{path} is empty. {READ_AGAIN}")
    if text.count("[") + text.count("{") > MAX_CONTAINERS:
        raise SubmissionError(f"{path} holds more than {MAX_CONTAINERS:,} lists and objects: clear its outputs.")
    try:
        raw = json.loads(text)
    except RecursionError as error:
        raise SubmissionError(f"{path} is not a notebook: it is nested too deeply. {READ_AGAIN}") from error
    except ValueError as error:
        raise SubmissionError(f"{path} {_reason(text.strip(_BLANK), error)}. {READ_AGAIN}") from error
    if not isinstance(raw, dict):
        raise SubmissionError(f"{path} is JSON but not a notebook. {READ_AGAIN}")
    if _is_deep(raw):
        raise SubmissionError(f"{path} is not a notebook: it is nested too deeply. {READ_AGAIN}")
    return _clean_text(raw)


def _reason(text: str, error: ValueError) -> str:
    """Why a text is not JSON, as far as its looks tell."""
    for pattern, reason in _NO_NOTEBOOK:
        if pattern.search(text):
            return reason
    cut_off = isinstance(error, json.JSONDecodeError) and (
        error.pos >= len(text) or error.msg.startswith("Unterminated string")
    )
    return f"{'is cut off in the middle' if cut_off else 'is not valid JSON'} ({error})"


def _is_deep(value: Any) -> bool:
    """Whether lists and objects are nested deeper than in any notebook, and than what copies them can follow."""
    level = [value]
    for _ in range(MAX_DEPTH):
        containers = (each.values() if isinstance(each, dict) else each for each in level)
        level = [child for each in containers for child in each if isinstance(child, dict | list)]
    return bool(level)


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
    if len(found) > MAX_CELLS:
        raise SubmissionError(f"{path} has {len(found):,} cells; no more than {MAX_CELLS:,} are graded.")
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
        name, tries = cell.get("id"), itertools.count()
        while not isinstance(name, str) or not _CELL_ID.fullmatch(name) or name in taken:
            made = f"{index}/{next(tries)}/{cell.source}"
            name = hashlib.sha256(made.encode("utf-8", "replace")).hexdigest()[:16]
        cell["id"] = name
        taken.add(name)


def _is_valid(nb: NotebookNode) -> bool:
    """Whether nbformat's schema accepts it.

    `nbformat.validate` would go on to explain why not, in a time that grows with the square of a list's length.
    """
    return not get_validator(nb.nbformat, nb.nbformat_minor).iter_errors(nb)


def _strip_metadata(nb: NotebookNode) -> None:
    """Keeps of all metadata nbgrader's only: what an editor left behind is not valid."""
    nb.metadata = nbformat.from_dict({})
    for cell in nb.cells:
        cell.pop("attachments", None)
        kept = cell.metadata.get("nbgrader")
        cell.metadata = nbformat.from_dict({"nbgrader": kept} if kept else {})
