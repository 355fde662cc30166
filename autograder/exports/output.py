"""Where an export goes: a file that is there as a whole or not at all, or standard output."""

import sys
from pathlib import Path

from autograder.errors import SetupError
from autograder.files import replace_file

STANDARD_OUTPUT = Path("-")
NOT_WRITTEN = "{path} cannot be written: {problem}. Name another file with --output."


def write_output(path: Path, data: bytes) -> None:
    """Writes an export; only its owner may read the file, for it holds grades.

    Raises:
        SetupError: it cannot be written; what was there before stays.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = path.resolve()
    try:
        if target.exists() and not target.is_file():
            raise SetupError(NOT_WRITTEN.format(path=path, problem="it is no file"))
        replace_file(target, data)
    except OSError as error:
        raise SetupError(NOT_WRITTEN.format(path=path, problem=error.strerror)) from error
