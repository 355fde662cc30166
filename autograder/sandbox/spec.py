"""What a sandbox is made of: the record that travels to the warm process."""

import json
from dataclasses import asdict, dataclass, field

from autograder.course import Limits
from autograder.jobs import Job

HOME = "/home/student"  # the work folder inside a sandbox
DATA = "/data"  # where MNIST is mounted inside a sandbox


@dataclass(frozen=True)
class SandboxSpec:
    """One sandbox.

    Attributes:
        limits: what the student's code may use.
        device: ``cpu``, or ``cuda:N`` for the one GPU it sees.
        gpu_share: of the GPU, for each of the sandboxes that use it at a time.
        threads: torch threads.
        seed: of every random generator the student's code starts with.
        isolation: ``namespaces``, or ``none`` (an explicit, reported choice).
        figures: draw what cells plot; `verify`, at which nobody looks, saves the time.
        without: layers left out; only the tests that prove each layer's worth use it.
    """

    limits: Limits = field(default_factory=Limits)
    device: str = "cpu"
    gpu_share: float = 1.0
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


def sandbox_spec(job: Job, seed: int = 0) -> SandboxSpec:
    """The sandbox that a job asks for."""
    return SandboxSpec(job.assignment.limits, job.device, job.gpu_share, job.threads, seed, job.isolation, job.figures)
