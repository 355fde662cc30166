"""What the grader asks of a sandbox. Pickled by the grader, which is trusted; answers are never pickles."""

from dataclasses import dataclass
from typing import Literal

Operation = Literal[
    "name", "delname", "setname", "call", "getattr", "setattr", "getitem", "setitem", "len", "iter", "next",
    "isinstance",
]  # fmt: skip


@dataclass(frozen=True)
class RunCell:
    """Run a cell as Jupyter would; answer with its outputs.

    Attributes:
        label: what tracebacks call the cell.
        test: an ``in-sandbox`` test: answer with the value of its last expression, too.
    """

    source: str
    label: str
    test: bool = False


@dataclass(frozen=True)
class Apply:
    """Do one thing to an object of the student's.

    Attributes:
        operation: what.
        arguments: cloudpickle of ``(args, kwargs)``; a handle in it is a persistent id.
        grad: whether autograd records, as in the test around it.
        released: handles nobody holds any more.
    """

    operation: Operation
    arguments: bytes
    grad: bool
    released: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlaceFiles:
    """Write files into the work folder: relative path → content."""

    files: dict[str, bytes]


Request = RunCell | Apply | PlaceFiles
