"""Folders for a while. What a killed process leaves behind, the next one that needs such a folder removes."""

import contextlib
import fcntl
import glob
import os
import shutil
import tempfile
from pathlib import Path


class Scratch:
    """A new folder; a context manager that removes it.

    It is locked. The kernel lets go of the lock however the process ends: a folder without one is nobody's any more.

    Args:
        prefix: of its name; says what it is for.
        parent: where it is made; the folder for temporary files by default.

    Attributes:
        path: the folder.
        lock: a file descriptor; whoever inherits it holds the folder, too.
    """

    def __init__(self, prefix: str, parent: Path | None = None) -> None:
        parent = parent or Path(tempfile.gettempdir())
        remove_abandoned(prefix, parent)
        while not self._make(prefix, parent):  # another process may see and remove it before it is locked
            self._folder.cleanup()

    def _make(self, prefix: str, parent: Path) -> bool:
        """Makes and locks it; whether it is still there then."""
        self._folder = tempfile.TemporaryDirectory(prefix=prefix, dir=parent, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        try:
            self.lock = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return False
        with contextlib.suppress(OSError):  # a file system without locks: there, what is abandoned stays
            fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self.path.exists():
            return True
        os.close(self.lock)
        return False

    def close(self) -> None:
        """Removes it."""
        self._folder.cleanup()
        os.close(self.lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()


def remove_abandoned(prefix: str, parent: Path) -> None:
    """Removes this user's folders of that prefix that no process holds."""
    for folder in parent.glob(f"{glob.escape(prefix)}*"):
        with contextlib.suppress(OSError):  # gone by now, somebody else's, or held
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(lock).st_uid == os.geteuid():
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
