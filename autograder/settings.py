"""Settings of this package in ``course_config.py``, and the secret that seeds hidden tests."""

import contextlib
import os
import secrets
from pathlib import Path

import traitlets as t
from traitlets.config import Configurable

from autograder.errors import CourseError

SECRET_BYTES = 32


class Autograder(Configurable):
    """Settings of this package, in the same file as nbgrader's own."""

    repository = t.Unicode(
        "", help="GitHub repository (owner/name) of release/; fills {{repository}} in notebooks."
    ).tag(config=True)
    device = t.Enum(
        ("auto", "cpu", "cuda"), "auto", help="Device of the students' code; auto: a GPU if there is one."
    ).tag(config=True)
    workers = t.Int(0, min=0, help="Submissions graded at a time; 0: as many as cores allow.").tag(config=True)
    threads = t.Int(1, min=1, help="PyTorch threads of one sandbox; grades are stable at a fixed number.").tag(
        config=True
    )
    # Four took 3.5 times as many submissions a minute as one (benchmarks/RESULTS.md): Python is what they wait for.
    gpu_slots = t.Int(4, min=1, help="Sandboxes that share one GPU, and its memory, at a time.").tag(config=True)
    isolation = t.Enum(
        ("namespaces", "none"),
        "namespaces",
        help="none: students' code runs as you, with your files. For writing exercises only.",
    ).tag(config=True)
    secret_file = t.Unicode(
        "", help="File of the course secret (32 bytes) that seeds hidden tests; default .autograder/secret."
    ).tag(config=True)
    limits = t.Dict(help="Limits of every cell: names and units as in autograder.course.Limits.").tag(config=True)
    assignment_limits = t.Dict(help="Assignment name → limits that differ from `limits`.").tag(config=True)
    cell_limits = t.Dict(help="'assignment/grade_id' → limits that differ for that cell.").tag(config=True)
    assignments = t.List(
        t.Dict(), help="Dicts with name and duedate (ISO 8601 with time zone); written to the gradebook."
    ).tag(config=True)


def course_secret(path: Path) -> bytes:
    """The 32 bytes in `path`, made on first use with mode 0600.

    Raises:
        CourseError: the file is there but is no such secret, or cannot be made.
    """
    try:
        if not path.exists():
            _create_secret(path)
        value = path.read_bytes()
    except OSError as error:
        raise CourseError(f"The course secret {path} cannot be read or made: {error}.") from error
    if len(value) != SECRET_BYTES:
        raise CourseError(
            f"The course secret {path} has {len(value)} bytes instead of {SECRET_BYTES}: "
            "restore it from a backup, or delete it and grade everything again."
        )
    return value


def _create_secret(path: Path) -> None:
    """Writes a new secret; of two processes at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(secrets.token_bytes(SECRET_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
