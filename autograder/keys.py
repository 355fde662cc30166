"""What a result depends on, as hashes: the same submission gets the same inputs, and is graded once."""

import fnmatch
import hashlib
import json
import math
import os
import stat
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode

from autograder import __version__
from autograder.course import Assignment
from autograder.errors import SubmissionError

MAX_FILES = 10_000


def code_hash(notebook: NotebookNode, files: Mapping[str, Path] | None = None) -> str:
    """Sha256 of the code of a submission: its code cells in order, and the files attached.

    What differs in text, outputs or metadata only has the same hash, so tests get the same inputs.
    """
    digest = hashlib.sha256()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _feed(digest, "cell", cell.source.encode("utf-8", "replace"))
    for name, path in sorted((files or {}).items()):
        _feed(digest, name, path.read_bytes())
    return digest.hexdigest()


def assignment_digest(assignment: Assignment, files: Mapping[str, bytes], only: str | None = None) -> str:
    """Sha256 of all that every result of an assignment depends on.

    Args:
        assignment: the source notebooks and limits.
        files: the instructor's, beside the source notebooks.
        only: name of a notebook: of all that its results depend on.
    """
    digest = hashlib.sha256()
    for source in (n for n in assignment.notebooks if only in (None, n.name)):
        _feed(digest, "notebook", source.name.encode())
        for cell in source.cells:
            _feed(digest, json.dumps(cell.metadata, sort_keys=True), cell.source.encode())
    for name, content in sorted(files.items()):
        _feed(digest, name, content)
    limits = {"": assignment.limits} | assignment.cell_limits
    _feed(digest, "limits", json.dumps({k: v.to_dict() for k, v in limits.items()}, sort_keys=True).encode())
    versions = {name: version(name) for name in ("torch", "torchvision", "numpy", "nbgrader")}
    _feed(digest, "versions", json.dumps(versions | {"autograder": __version__}).encode())
    return digest.hexdigest()


def assignment_digests(assignment: Assignment, files: Mapping[str, bytes]) -> dict[str, str]:
    """The `assignment_digest` of the whole (under an empty name), and of each notebook by name."""
    names = [source.name for source in assignment.notebooks]
    return {name: assignment_digest(assignment, files, name or None) for name in ("", *names)}


def submission_key(assignment: str, notebooks: Mapping[str, NotebookNode | None], files: Mapping[str, Path]) -> str:
    """Sha256 of all that a submission's result depends on.

    Args:
        assignment: its `assignment_digest`.
        notebooks: the submission's, by name; None for one that is missing.
        files: the student's other files, by their path in the submission.
    """
    digest = hashlib.sha256()
    for name, nb in sorted(notebooks.items()):
        for cell in nb.cells if nb is not None else ():
            grade_id = str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
            _feed(digest, f"{name}/{cell.cell_type}/{grade_id}", cell.source.encode("utf-8", "replace"))
        _feed(digest, name, b"missing" if nb is None else code_hash(nb, files).encode())
    _feed(digest, "assignment", assignment.encode())
    return digest.hexdigest()


def folder_hash(folder: Path) -> str:
    """Sha256 of all files of a submission as they are: a quick look that spares reading notebooks that are the same."""
    digest = hashlib.sha256()
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(parent, name) for name in sorted(folders + names)):
            status = path.lstat()
            content = path.read_bytes() if stat.S_ISREG(status.st_mode) else str(stat.S_IFMT(status.st_mode)).encode()
            _feed(digest, os.fsencode(path.relative_to(folder)).hex(), content)
    return digest.hexdigest()


def attached_files(folder: Path, ignore: Iterable[str] = (), max_mb: float = math.inf) -> dict[str, Path]:
    """The regular files of a submission beside its notebooks, by relative path; links are left out.

    Args:
        folder: the submission.
        ignore: file name globs that are left out too (``CourseDirectory.ignore``).
        max_mb: of all of them together, MiB.

    Raises:
        SubmissionError: they are larger, or too many.
    """
    left_out = [*ignore, "*.ipynb", "timestamp.txt"]
    found: dict[str, Path] = {}
    # Not nbgrader's find_all_files: graders are forked for each submission, and loading nbgrader takes 2 s.
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _matches(name, left_out))
        for name in sorted(names):
            path = Path(parent, name)
            if not _matches(name, left_out) and stat.S_ISREG(path.lstat().st_mode):
                found[path.relative_to(folder).as_posix()] = path
    if len(found) > MAX_FILES or sum(path.lstat().st_size for path in found.values()) > max_mb * 2**20:
        raise SubmissionError(f"Beside its notebooks it may have {MAX_FILES:,} files of {max_mb:g} MiB together.")
    return found


def _matches(name: str, globs: Iterable[str]) -> bool:
    """Whether a file name matches one of the globs."""
    return any(fnmatch.fnmatchcase(name, glob) for glob in globs)


def _feed(digest: Any, name: str, data: bytes) -> None:
    """Adds one named part; lengths keep neighbors from running into each other."""
    for part in (name.encode("utf-8", "replace"), data):
        digest.update(len(part).to_bytes(8, "little") + part)
