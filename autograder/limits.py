"""What a student's code may use."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from autograder.errors import CourseError

OVERHEAD = 4 << 20  # bytes that an answer may hold beside its values


@dataclass(frozen=True)
class Limits:
    """What a student's code may use.

    Attributes:
        cell_seconds: wall time of one cell, student's or test.
        submission_seconds: wall time of one notebook, replays included.
        memory_mb: resident memory of all the sandbox's processes together, MiB.
        processes: processes and threads alive at a time.
        output_bytes: of one cell's outputs; the rest is cut with a note.
        file_mb: size of the sandbox's writable files together, MiB.
        open_files: file descriptors of a process.
        value_mb: size of one value that comes out of the sandbox, MiB.
        gpu_fraction: of the GPU's memory that PyTorch may allocate, from 0 to 1, divided by ``gpu_slots``. It guards
            against accidents: code that means harm can get around it.
    """

    cell_seconds: float = 60.0
    submission_seconds: float = 600.0
    memory_mb: int = 4096
    processes: int = 64
    output_bytes: int = 1_000_000
    file_mb: int = 256
    open_files: int = 256
    value_mb: int = 256
    gpu_fraction: float = 0.9

    @property
    def answer_bytes(self) -> int:
        """Size of an answer of the sandbox: a value, and what a call changed of its arguments."""
        return (self.value_mb << 20) + self.output_bytes * 8 + OVERHEAD

    def to_dict(self) -> dict[str, Any]:
        """The limits as JSON-ready values."""
        return asdict(self)

    @classmethod
    def of(cls, *layers: Mapping[str, Any], setting: str = "Autograder.limits") -> "Limits":
        """Limits from dicts of fields, later ones winning.

        Raises:
            CourseError: a name that is no limit, or a value that is no positive number.
        """
        merged = {name: value for layer in layers for name, value in layer.items()}
        known = {f.name: f.type for f in fields(cls)}
        for name, value in merged.items():
            if name not in known:
                raise CourseError(f"c.{setting}: no limit is called {name!r}; there are {', '.join(known)}.")
            if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
                raise CourseError(f"c.{setting}: {name} must be a positive number, not {value!r}.")
            if name == "gpu_fraction" and value > 1:
                raise CourseError(
                    f"c.{setting}: gpu_fraction is a share of the GPU's memory, at most 1, not {value!r}."
                )
        values: dict[str, Any] = {n: float(v) if known[n] is float else int(v) for n, v in merged.items()}
        return cls(**values)
