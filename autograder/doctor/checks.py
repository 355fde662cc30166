"""All checks, in the order in which they are made: later ones are not tried where an earlier one found the cause."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from autograder.doctor.capacity import cores, memory
from autograder.doctor.course import (
    autograde_hooks,
    configuration,
    extensions,
    feedback_hooks,
    gradebook,
    jupyter,
    source,
)
from autograder.doctor.finding import Check, Finding, Place, safely
from autograder.doctor.machine import (
    disk,
    gpu,
    mnist,
    operating_system,
    python,
    pytorch,
    sandbox,
    seccomp,
    user_namespaces,
)

CHECKS: dict[str, Check] = {
    "operating system": operating_system,
    "Python": python,
    "configuration": configuration,
    "PyTorch": pytorch,
    "GPU": gpu,
    "MNIST": mnist,
    "seccomp": seccomp,
    "user namespaces": user_namespaces,
    "sandbox": sandbox,
    "memory": memory,
    "cores": cores,
    "disk": disk,
    "nbgrader autograde": autograde_hooks,
    "nbgrader feedback": feedback_hooks,
    "gradebook": gradebook,
    "source": source,
    "Jupyter": jupyter,
    "Jupyter extensions": extensions,
}


def examine(folder: Path) -> Iterator[Finding]:
    """Makes all checks; gives each finding as soon as it is there.

    Args:
        folder: of the course; one that is none is reported.
    """
    place = Place(folder)
    for name, check in CHECKS.items():
        place.seen[name] = replace(safely(check, place), name=name)
        yield place.seen[name]
