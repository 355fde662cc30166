"""Puts a file in place as a whole: no reader ever sees half of it, and a failed write leaves what was there."""

import os
import tempfile
from pathlib import Path

FOR_ITS_OWNER = 0o600  # what holds the grades of a class
FOR_ITS_GROUP = 0o660  # the same, in a course that instructors share (nbgrader's groupshared)
FOR_ALL = 0o644


def replace_file(path: Path, data: bytes, mode: int = FOR_ITS_OWNER) -> None:
    """Writes a file.

    Args:
        path: where, in a folder that is there; a link is followed.
        data: its content.
        mode: its permissions, whatever they were.

    Raises:
        OSError: it cannot be written.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        draft.chmod(mode)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
