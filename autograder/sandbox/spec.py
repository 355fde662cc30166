"""What a sandbox is made of: the record that travels to the warm process."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from autograder.course import Limits
from autograder.jobs import Job

# What takes long to import and not every notebook needs → what in a notebook's code asks for it: PyTorch imports its
# compiler for the first optimizer and for `manual_seed` (0.7 s). Where this overlooks something, sandboxes import it.
SLOW_IMPORTS = {"torch._dynamo": r"\b(optim|manual_seed|compile|torchvision)\b", "torchvision": r"\btorchvision\b"}

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
        imports: of `SLOW_IMPORTS`, what the warm process shall have imported.
        figures: draw what cells plot; `verify`, at which nobody looks, saves the time.
        without: layers left out; only the tests that prove each layer's worth use it.
    """

    limits: Limits = field(default_factory=Limits)
    device: str = "cpu"
    gpu_share: float = 1.0
    threads: int = 1
    seed: int = 0
    isolation: str = "namespaces"
    imports: tuple[str, ...] = ()
    figures: bool = True
    without: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The record as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "SandboxSpec":
        """Reads `to_json`'s text."""
        raw = json.loads(text)
        tuples = {name: tuple(raw[name]) for name in ("imports", "without")}
        return cls(**{**raw, **tuples, "limits": Limits(**raw["limits"])})


def sandbox_spec(job: Job, seed: int = 0) -> SandboxSpec:
    """The sandbox that a job asks for."""
    imports = dict.fromkeys(name for source in job.assignment.notebooks for name in source.prepared.slow_imports)
    return SandboxSpec(
        job.assignment.limits,
        job.device,
        job.gpu_share,
        job.threads,
        seed,
        job.isolation,
        tuple(imports),
        job.figures,
    )


def slow_imports(cells: Iterable[str]) -> tuple[str, ...]:
    """What of `SLOW_IMPORTS` code cells need."""
    code = "\n".join(cells)
    return tuple(name for name, sign in SLOW_IMPORTS.items() if re.search(sign, code))
