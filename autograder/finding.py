"""Finds the notebooks of a submission, whatever they are called by now."""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from autograder.errors import SubmissionError

ALSO = "{others} was handed in, too: it was not graded, for it is not called as it should be."
OTHER_NAME = "{name}.ipynb was handed in as {file}: that was graded."
UNCLEAR = (
    "{path} was not handed in, and {others} could be meant: rename the right one (or ask which it is), and grade again."
)
LINK = "{folder} is a link: put the submission itself there, and grade again."
_NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.I)  # some browsers add an extension


@dataclass(frozen=True)
class Found:
    """Where a notebook of an assignment is in a submission.

    Attributes:
        path: the file.
        incident: for the student and the instructor, where a file is not called as it should be; else empty.
    """

    path: Path
    incident: str = ""


def find_notebooks(folder: Path, names: Collection[str], ignore: Iterable[str] = ()) -> dict[str, Found | None]:
    """The file that each notebook of an assignment was handed in as; None for one that was not.

    The file of the right name counts, whatever lies beside it. Where there is none: the one that has the name in its
    own ("Copy of a1.ipynb", "A1 (1).ipynb.txt", "a1/a1.ipynb"), or the only one there is, where only one is wanted.

    Args:
        folder: the submission.
        names: of the assignment's notebooks, without ``.ipynb``.
        ignore: file name globs that are left out (``CourseDirectory.ignore``).

    Raises:
        SubmissionError: several files could be meant, or the folder is a link to another.
    """
    if folder.is_symlink():  # unpacked from somebody's archive, it could lead to another student's work
        raise SubmissionError(LINK.format(folder=folder))
    paths = {name: folder / f"{name}.ipynb" for name in names}
    others = _other_notebooks(folder, paths.values(), ignore)
    found: dict[str, Found | None] = {}
    for name in sorted(names, key=len, reverse=True):  # "a1-part-2" before "a1"
        alike = [file for file in others if f" {_words(name)} " in f" {_words(file.name)} "]
        others = [file for file in others if file not in alike]
        if paths[name].is_file():
            found[name] = Found(paths[name], ALSO.format(others=_listed(alike)) if alike else "")
            continue
        same = [file for file in alike if file.name == paths[name].name]
        meant = same or alike or (others if len(paths) == 1 else [])
        if len(meant) > 1:
            raise SubmissionError(UNCLEAR.format(path=paths[name], others=_listed(meant)))
        found[name] = next(
            (Found(folder / file, OTHER_NAME.format(name=name, file=_readable(file))) for file in meant), None
        )
    return found


def _listed(files: Iterable[Path]) -> str:
    """Files in a sentence."""
    return " and ".join(sorted(_readable(file) for file in files))


def _readable(file: Path) -> str:
    """A file's name for people; bytes that are no text come as a question mark."""
    return os.fsencode(file).decode(errors="replace")


def _other_notebooks(folder: Path, right: Iterable[Path], ignore: Iterable[str]) -> list[Path]:
    """All notebooks of a submission but the `right` ones, relative to it; what editors and systems hide is left out."""
    globs = [".*", "__MACOSX", *ignore]
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not any(fnmatchcase(name, glob) for glob in globs)]
        paths = [Path(parent, name) for name in files if not any(fnmatchcase(name, glob) for glob in globs)]
        found += [path.relative_to(folder) for path in paths if _NOTEBOOK.search(path.name) and path not in right]
    return found


def _words(name: str) -> str:
    """A name as words in lower case, whatever stands between them and however its letters are composed."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", name).casefold()))
