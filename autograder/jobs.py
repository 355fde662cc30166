"""The work order of one submission: what travels from the run to a grader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Assignment
from autograder.results import NotebookResult

if TYPE_CHECKING:
    from autograder.sandbox.client import Sandbox


class Errors(dict[tuple[str, str], BaseException]):
    """(student, grade_id) → what ended the test, for a debugger in the grader's own process.

    Attributes:
        sandboxes: still running, so that the debugger may ask them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sandboxes: list[Sandbox] = []

    def clear(self) -> None:
        """Forgets them, and ends the sandboxes."""
        super().clear()
        while self.sandboxes:
            self.sandboxes.pop().close()


@dataclass(frozen=True)
class Job:
    """All that grading one submission needs; travels to the grader.

    Attributes:
        assignment: the source.
        student: nbgrader's student id.
        folder: the submission.
        instructor_files: relative path → content of the files beside the source notebook.
        ignore: file name globs of the submission that are left out.
        secret: the course's, which seeds the hidden tests.
        device: ``cpu``, or ``cuda:N``.
        gpu_share: of the GPU, for each of the sandboxes that use it at a time.
        threads: torch threads of the sandbox and of tests.
        isolation: ``namespaces`` or ``none``.
        figures: draw what cells plot.
        key: hash of all that the result depends on.
        files: hash of the submission's files as they are.
        keys: notebook → hash of all that its result depends on.
        known: notebook → its result of an earlier run, where nothing that it depends on has changed.
        only: notebooks to grade; None for all of them.
        cells: grade_ids of the cells to run, besides those without one; None for all of them.
    """

    assignment: Assignment
    student: str
    folder: Path
    instructor_files: dict[str, bytes]
    secret: bytes
    ignore: tuple[str, ...] = ()
    device: str = "cpu"
    gpu_share: float = 1.0
    threads: int = 1
    isolation: str = "namespaces"
    figures: bool = True
    key: str = ""
    files: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, NotebookResult] = field(default_factory=dict)
    only: tuple[str, ...] | None = None
    cells: frozenset[str] | None = None
