"""Answers kept beside a source notebook, and the submissions that someone with such answers would hand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat

from autograder.course import Assignment, SourceNotebook
from autograder.errors import CourseError

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

MARK = "# %%"


@dataclass(frozen=True)
class Answer:
    """One answer to be graded.

    Attributes:
        kind: reference, untouched, wrong or right.
        solution_id: the solution cell it replaces; empty for whole notebooks.
        title: the mistake, in a line.
        source: of the solution cell.
        place: file and line, for people.
    """

    kind: str
    solution_id: str
    title: str
    source: str = ""
    place: str = ""


def read_answers(folder: Path, kind: str) -> list[Answer]:
    """The answers of one folder: ``<solution_grade_id>.py``, a ``# %% title`` line before each.

    Raises:
        CourseError: text before the first mark, or a mark without a title or an answer.
    """
    answers = []
    for path in sorted(folder.glob("*.py")):
        title, lines, number = "", [], 0
        marked = [*path.read_text().splitlines(), f"{MARK} end"]
        for position, line in enumerate(marked, 1):
            if not line.startswith(MARK):
                lines.append(line)
                continue
            source = "\n".join(lines).strip()
            if title and not source:
                raise CourseError(f"{path}:{number}: no answer follows {title!r}.")
            if source and not title:
                raise CourseError(f"{path}:1: begin each answer with a line `{MARK} what is wrong with it`.")
            if source:
                answers.append(Answer(kind, path.stem, title, source, f"{path.parent.name}/{path.name}:{number}"))
            title, lines, number = line.removeprefix(MARK).strip(), [], position
    return answers


def write_submission(assignment: Assignment, folder: Path, answers: Mapping[str, str | None] | None) -> None:
    """Writes the notebooks that a student would hand in.

    Args:
        assignment: its student version, and the reference solutions.
        folder: the submission; must not exist.
        answers: solution cell → its text; None leaves the stub. All cells it does not name get the reference
            solution. None instead of a mapping: the untouched release.
    """
    folder.mkdir(parents=True)
    for source in assignment.notebooks:
        nbformat.write(_solved(source, answers), folder / f"{source.name}.ipynb")


def _solved(source: SourceNotebook, answers: Mapping[str, str | None] | None) -> Any:
    """The student version with its solution cells filled."""
    nb = nbformat.from_dict(source.student)
    texts = {**source.texts, **(answers or {})}
    for cell in nb.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if not metadata.get("solution") or answers is None:
            continue
        text = texts[metadata["grade_id"]]
        cell.source = cell.source if text is None else text
    return nb
