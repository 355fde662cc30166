"""What comes out of grading: one frozen record for each thing that travels, JSON both ways."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

METADATA = "autograder"  # the key of what is noted of results in the executed notebook
UNTRUSTED = "its test ran inside the student's process (tag in-sandbox): its result can be forged."


class Outcome(StrEnum):
    """How one graded cell ended."""

    PASSED = "passed"  # full points
    PARTIAL = "partial"  # the test cell's last expression said how many
    FAILED = "failed"  # the student's code is wrong, raised, or was stopped
    NOT_ATTEMPTED = "not attempted"  # the solution cell is as it was released, so the test failed
    MANUAL = "manual"  # a person grades this cell
    GRADER_ERROR = "grader error"  # the test itself is wrong: a person must look


@dataclass(frozen=True)
class Measurement:
    """What a test measured to give points by: an accuracy, and the tiers it was held against.

    Attributes:
        reached: the accuracy, in [0, 1].
        tiers: (threshold, points), from the lowest.
    """

    reached: float
    tiers: tuple[tuple[float, float], ...]

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Measurement":
        """Reads what ``asdict`` made."""
        return cls(raw["reached"], tuple((threshold, points) for threshold, points in raw["tiers"]))

    def clears(self, threshold: float) -> bool:
        """Whether it is at least that."""
        return self.reached >= threshold


@dataclass(frozen=True)
class CellResult:
    """One graded cell.

    Attributes:
        grade_id: nbgrader's name of the graded cell.
        auto_score: points given by the machine; None where a person decides.
        max_score: points the cell is worth.
        needs_manual_grade: a person must look at it.
        message: one sentence for the student; holds nothing that helps the next attempt.
        detail: for the instructor: pytest's introspection, the traceback. Never shown to students.
        comment: nbgrader's automatic comment on solution and task cells ("No response.").
        trusted: False where the test ran inside the student's process (tag ``in-sandbox``).
        seconds: wall time of the test cell.
        measurement: what `autograder.checks.tiers` was given, in a test that calls it.
    """

    grade_id: str
    outcome: Outcome
    auto_score: float | None
    max_score: float
    needs_manual_grade: bool = False
    message: str = ""
    detail: str = ""
    comment: str | None = None
    trusted: bool = True
    seconds: float = 0.0
    measurement: Measurement | None = None

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "CellResult":
        """Reads what ``asdict`` made."""
        found = raw["measurement"]
        measurement = found and Measurement.from_dict(found)
        return cls(**{**raw, "outcome": Outcome(raw["outcome"]), "measurement": measurement})


@dataclass(frozen=True)
class NotebookResult:
    """One notebook of a submission.

    Attributes:
        notebook: its name without ``.ipynb``.
        cells: results of its graded cells and (for comments) its ungraded solution cells.
        incidents: sentences for the student and the instructor on what was stopped, moved or restored.
        executed: the notebook with outputs, the text of the file that ``autograded/`` holds.
        missing: the student did not submit it: every cell scores 0, as nbgrader has it.
        seconds: wall time of grading it.
        peak_mb: MiB of memory that the student's processes had at most, as their guard saw it.
        key: hash of all that it depends on.
    """

    notebook: str
    cells: tuple[CellResult, ...]
    incidents: tuple[str, ...] = ()
    executed: str | None = None
    missing: bool = False
    seconds: float = 0.0
    peak_mb: float = 0.0
    key: str = ""

    @property
    def executed_cells(self) -> list[Any]:
        """The cells of the executed notebook; none where it was not handed in."""
        import nbformat.v4  # half a second, which a run that records texts never needs

        return list(nbformat.v4.reads(self.executed).cells) if self.executed else []

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the instructor: the incidents, and whose points can be forged."""
        untrusted = (f"{c.grade_id}: {UNTRUSTED}" for c in self.cells if not c.trusted)
        return (*self.incidents, *untrusted)

    @property
    def score(self) -> float:
        """Points given by the machine."""
        return sum(c.auto_score or 0.0 for c in self.cells)

    @property
    def max_score(self) -> float:
        """Points the notebook is worth, manual ones included."""
        return sum(c.max_score for c in self.cells)


@dataclass(frozen=True)
class SubmissionResult:
    """One student's submission of one assignment.

    Attributes:
        key: hash of all that the result depends on (submission, source, limits, versions).
        files: hash of the submission's files as they were, and of all else that the result depends on.
        kept: it comes from an earlier run; nothing it depends on has changed.
        error: why the submission could not be graded at all (unreadable file, grader crashed).
    """

    student: str
    assignment: str
    notebooks: tuple[NotebookResult, ...] = ()
    key: str = ""
    files: str = ""
    error: str | None = None
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    kept: bool = False

    @property
    def score(self) -> float:
        """Points given by the machine."""
        return sum(n.score for n in self.notebooks)

    @property
    def max_score(self) -> float:
        """Points the submission can earn, manual ones included."""
        return sum(n.max_score for n in self.notebooks)

    def without_executed(self) -> "SubmissionResult":
        """The result for a run to remember once it is recorded: without the notebooks with their figures."""
        return replace(self, notebooks=tuple(replace(notebook, executed=None) for notebook in self.notebooks))

    def to_json(self) -> str:
        """The record as JSON; `from_json` reads it back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "SubmissionResult":
        """Reads `to_json`'s text.

        Raises:
            ValueError, KeyError, TypeError: the text is not such a record.
        """
        raw = json.loads(text)
        notebooks = tuple(
            NotebookResult(
                **{
                    **n,
                    "cells": tuple(map(CellResult.from_dict, n["cells"])),
                    "incidents": tuple(n["incidents"]),
                }
            )
            for n in raw["notebooks"]
        )
        return cls(**{**raw, "notebooks": notebooks, "warnings": tuple(raw["warnings"])})
