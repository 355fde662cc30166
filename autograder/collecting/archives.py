"""Zip files and folders from elsewhere: read without trusting a name, a size or a kind in them."""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.errors import SetupError

# What reading a damaged member raises, and what the system says to a name or a size it cannot have.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)

NEITHER = "{path} is neither a zip file nor a folder: give what the LMS lets you download, or unpack it first."
TOO_MUCH = "{path} holds more than {most}: nothing was taken. Look what is in it; give smaller parts of it, unpacked."
OUTSIDE = "its name leads out of the folder: look who made it"
NO_FILE = "a link or a device, not a file: ask for the file itself"
ENCRYPTED = "it is encrypted: unpack the download yourself, and give the folder"
TOO_LARGE = "larger than {mb:g} MB: ask for a smaller one, or raise CourseDirectory.max_file_size"
BOMB = "it unpacks to more than {ratio} times its size: look at it yourself"
TWICE = "the archive holds another file of the same name: unpack it yourself, and give the folder"

_SYSTEM = re.compile(r"__MACOSX|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini", re.S)  # added where it was packed
_SMALL = 1_000_000  # bytes; short files may well be packed tightly


@dataclass(frozen=True)
class Bounds:
    """How much a download may hold.

    Attributes:
        files: in number.
        total: bytes of all files, unpacked.
        file: bytes of one file, unpacked.
        ratio: of a file's size to what it takes in the archive.
    """

    files: int = 100_000
    total: int = 50_000_000_000
    file: int = 100_000_000
    ratio: int = 200


@dataclass(frozen=True)
class Member:
    """A file of a download.

    Attributes:
        path: in the download; it never leads out of it.
        size: bytes, unpacked; no more are ever read.
        open: opens it for reading.
    """

    path: PurePosixPath
    size: int
    open: Callable[[], IO[bytes]]

    def copy(self, target: Path) -> None:
        """Writes it to a new file.

        Raises:
            OSError: there is one already, or it cannot be written.
            BadZipFile: or another of UNREADABLE: it is damaged.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.open() as stream, target.open("xb") as out:
            left = self.size
            while left and (chunk := stream.read(min(left, 1 << 20))):
                out.write(chunk)
                left -= len(chunk)
            if left or stream.read(1):  # at its end, zipfile compares the checksum, too
                raise ValueError("it is not as long as it should be")


@dataclass
class Download:
    """What is in a zip file or a folder.

    Attributes:
        path: of the zip file or folder.
        members: its files.
        refused: (name, reason) of what is no file that can be taken.
    """

    path: Path
    members: list[Member] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, size: int, reason: str, opened: Callable[[], IO[bytes]]) -> None:
        """Adds a file, or refuses it."""
        path = clean_path(name)
        if path is not None and any(_SYSTEM.fullmatch(part) for part in path.parts):
            return
        if path is None or reason:
            self.refused.append((name, OUTSIDE if path is None else reason))
        else:
            self.members.append(Member(path, size, opened))


def clean_path(name: str) -> PurePosixPath | None:
    """A name from an archive as a path below a folder; None where it leads elsewhere.

    What cannot be seen in a name (control characters, marks that turn the direction of writing) becomes ``_``.
    """
    name = name.replace("\\", "/")  # as some archivers on Windows have it
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or not parts or ".." in parts or re.match(r"[A-Za-z]:", parts[0]):
        return None
    return PurePosixPath(*("".join(c if c.isprintable() else "_" for c in part) for part in parts))


@contextmanager
def open_download(path: Path, bounds: Bounds) -> Iterator[Download]:
    """Lists a download; its members can be opened inside the ``with`` block.

    Archives inside it stay as they are.

    Raises:
        SetupError: it is neither a zip file nor a folder, is damaged, or holds more than it may.
    """
    if path.is_dir():
        yield _within(_read_folder(path, bounds), bounds)
        return
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise SetupError(NEITHER.format(path=path)) from error
    with archive:
        yield _within(_read_zip(path, archive, bounds), bounds)


def _within(download: Download, bounds: Bounds) -> Download:
    """The download, if it holds no more than it may."""
    if len(download.members) + len(download.refused) > bounds.files:
        raise SetupError(TOO_MUCH.format(path=download.path, most=f"{bounds.files} files"))
    if sum(member.size for member in download.members) > bounds.total:
        raise SetupError(TOO_MUCH.format(path=download.path, most=f"{bounds.total / 1e6:g} MB"))
    return download


def _read_zip(path: Path, archive: zipfile.ZipFile, bounds: Bounds) -> Download:
    """The files of a zip archive."""
    download, seen = Download(path), set()
    for info in archive.infolist():
        if info.is_dir():
            continue
        reason = TWICE if info.filename in seen else _reason(info, bounds)
        seen.add(info.filename)
        download.add(info.filename, info.file_size, reason, partial(archive.open, info))
    return download


def _reason(info: zipfile.ZipInfo, bounds: Bounds) -> str:
    """Why a member of an archive is not taken; empty where it can be."""
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return NO_FILE
    if info.flag_bits & 1:
        return ENCRYPTED
    if info.file_size > bounds.file:
        return TOO_LARGE.format(mb=bounds.file / 1e6)
    if info.file_size > max(_SMALL, bounds.ratio * info.compress_size):
        return BOMB.format(ratio=bounds.ratio)
    return ""


def _read_folder(path: Path, bounds: Bounds) -> Download:
    """The files below a folder; links are not followed."""
    download = Download(path)

    def unreadable(error: OSError) -> None:
        download.refused.append((str(error.filename), f"{error.strerror}: make it readable"))

    for parent, folders, files in os.walk(path, onerror=unreadable):
        for file in sorted(Path(parent, name) for name in (*folders, *files)):
            status = file.lstat()
            if stat.S_ISDIR(status.st_mode):
                continue
            reason = "" if stat.S_ISREG(status.st_mode) else NO_FILE
            if status.st_size > bounds.file:
                reason = TOO_LARGE.format(mb=bounds.file / 1e6)
            name = file.relative_to(path).as_posix()
            download.add(name, status.st_size, reason, partial(FileIO, file))
    return download
