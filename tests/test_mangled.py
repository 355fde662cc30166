"""Mangled notebooks. One class with all of mangled/ and a few honest students among them, graded in one run.

Everyone gets the points they deserve, or one error that names the file, the reason and what to do next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import write_files
from mangled import CASES, HONEST, Case, write_class
from mangled.case import FULL
from test_conformance import Row, gradebook_rows

from autograder.errors import SubmissionError
from autograder.finding import find_notebooks
from autograder.gradebook import Recorder
from autograder.results import SubmissionResult
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session

NEXT_STEP = ("Ask for ", "rename the right one", "correct or delete it")


@dataclass(frozen=True)
class GradedClass:
    """What one run over the class made of it: results by student in the order they came, and the gradebook."""

    root: Path
    results: Mapping[str, SubmissionResult]
    rows: Mapping[str, Row]

    def recorded(self, student: str) -> dict[str, Row]:
        """What the gradebook holds of a student's graded cells."""
        place = f"a1/{student}/"
        return {name.removeprefix(place): row for name, row in self.rows.items() if name.startswith(place)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> GradedClass:
    root = tmp_path_factory.mktemp("mangled")
    course = write_class(root)
    results = {}
    with Session(course, Options(workers=2, device="cpu"), warm) as session, Recorder(course) as recorder:
        for result in session.grade(course.assignment("a1"), course.submissions("a1")):
            recorder.record(result)
            results[result.student] = result
    return GradedClass(root, results, gradebook_rows(root))


def as_row(points: float | None) -> Row:
    """What a gradebook holds where a cell deserves these points."""
    return Row("no points, by hand" if points is None else f"{points:g}")


def cases(has_error: bool) -> list[Any]:
    """The cases that deserve an error, or those that do not."""
    return [pytest.param(case, id=name) for name, case in CASES.items() if bool(case.error) == has_error]


def test_the_run_went_on_to_the_last_student(graded: GradedClass) -> None:
    assert graded.results.keys() == {*CASES, *HONEST}


@pytest.mark.parametrize("student", HONEST)
def test_honest_students_are_graded_as_if_they_were_alone(graded: GradedClass, student: str) -> None:
    [notebook] = graded.results[student].notebooks
    assert {cell.grade_id: cell.auto_score for cell in notebook.cells if cell.max_score} == FULL
    assert notebook.incidents == ()


@pytest.mark.parametrize("case", cases(has_error=False))
def test_each_gets_the_points_it_deserves_and_is_told_what_was_mended(graded: GradedClass, case: Case) -> None:
    result = graded.results[case.student]
    assert result.error is None
    [notebook] = result.notebooks
    cells = {cell.grade_id: cell for cell in notebook.cells if cell.max_score}
    incidents = "\n".join(notebook.incidents)
    assert {name: cell.auto_score for name, cell in cells.items()} == case.points, (incidents, cells)
    assert all(cell.message for cell in cells.values() if cell.auto_score == 0 and cell.grade_id != "why")
    assert all(words in incidents for words in case.says), incidents
    assert bool(incidents) == bool(case.says), incidents
    recorded = graded.recorded(case.student)
    assert {name: recorded[name].text for name in FULL} == {n: as_row(p).text for n, p in case.points.items()}


@pytest.mark.parametrize("case", cases(has_error=True))
def test_what_cannot_be_graded_is_told_in_one_error_and_recorded_nowhere(graded: GradedClass, case: Case) -> None:
    result = graded.results[case.student]
    assert case.error in (result.error or "")
    assert case.error.startswith("timestamp.txt") or "n1.ipynb" in str(result.error)
    assert any(words in str(result.error) for words in NEXT_STEP)
    assert len(str(result.error).splitlines()) == 1
    assert result.notebooks == ()
    assert graded.recorded(case.student) == {}
    assert not (graded.root / "autograded" / case.student).exists()


def test_the_cases_are_all_there() -> None:
    assert len(CASES) >= 40
    assert all(case.mangle.__doc__ for case in CASES.values())


# --- where there is more than one notebook to find -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handed_in", "p1", "p10"),
    [
        (("p1.ipynb", "p10.ipynb", "Untitled.ipynb"), "p1.ipynb", "p10.ipynb"),
        (("p1.ipynb", "Untitled.ipynb"), "p1.ipynb", None),  # it could be anything
        (("p10 (1).ipynb",), None, "p10 (1).ipynb"),  # no p1
        (("Kopie von p1.ipynb", "mine/P10.ipynb.json"), "Kopie von p1.ipynb", "mine/P10.ipynb.json"),
        (("p1/p1.ipynb", "p1/p1-Copy2.ipynb"), "p1/p1.ipynb", None),  # the very name wins
        ((".ipynb_checkpoints/p1.ipynb", "__MACOSX/p1.ipynb", "p1.py", "old/p1.ipynb"), None, None),
    ],
)
def test_each_notebook_of_an_assignment_is_found(
    tmp_path: Path, handed_in: tuple[str, ...], p1: str | None, p10: str | None
) -> None:
    write_files(tmp_path, dict.fromkeys(handed_in, b"{}"))
    found = find_notebooks(tmp_path, ["p1", "p10"], ignore=["old"])
    names = {name: one and one.path.relative_to(tmp_path).as_posix() for name, one in found.items()}
    assert names == {"p1": p1, "p10": p10}
    for name, one in found.items():
        assert one is None or bool(one.incident) == (one.path != tmp_path / f"{name}.ipynb")


def test_a_name_that_could_be_two_files_is_not_guessed(tmp_path: Path) -> None:
    write_files(tmp_path, {"a - p1.ipynb": b"", "b - p1.ipynb": b"", "p10.ipynb": b""})
    with pytest.raises(SubmissionError, match=r"a - p1\.ipynb and b - p1\.ipynb could be meant"):
        find_notebooks(tmp_path, ["p1", "p10"])
