"""What a sandbox is made of: the record that travels to the warm process."""

import json
from dataclasses import asdict, dataclass, field

from autograder.course import Limits

HOME = "/home/student"  # the work folder inside a sandbox
DATA = "/data"  # where MNIST is mounted inside a sandbox


@dataclass(frozen=True)
class SandboxSpec:
    """One sandbox.

    Attributes:
        limits: what the student's code may use.
        device: ``cpu``, or ``cuda:N`` for the one GPU it sees.
        threads: torch threads.
        seed: of every random generator the student's code starts with.
        isolation: ``namespaces``, or ``none`` (an explicit, reported choice).
        figures: draw what cells plot; `verify`, at which nobody looks, saves the time.
        without: layers left out; only the tests that prove each layer's worth use it.
    """

    limits: Limits = field(default_factory=Limits)
    device: str = "cpu"
    threads: int = 1
    seed: int = 0
    isolation: str = "namespaces"
    figures: bool = True
    without: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The record as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "SandboxSpec":
        """Reads `to_json`'s text."""
        raw = json.loads(text)
        return cls(**{**raw, "limits": Limits(**raw["limits"]), "without": tuple(raw["without"])})
