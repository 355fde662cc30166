"""The four notebooks as a course: complete, free of the grader in what students see, and gradable after Colab."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.answers import read_answers, write_submission
from autograder.course import Assignment, Submission, load_course
from autograder.results import Outcome
from autograder.session import Session
from autograder.verify import auto_graded, trial_options

PROJECT = Path(__file__).resolve().parents[1]
COURSE = load_course(PROJECT)
NAMES = tuple(COURSE.assignments())
# Left as released where it takes long to train and the way through Colab does not depend on it.
SLOW = {"04-cnn": "trained_cnn"}


def as_colab_saves(nb: dict[str, Any]) -> dict[str, Any]:
    """nbformat 4.0 without cell ids, Colab's own metadata beside nbgrader's, sources as lists of lines."""
    cells = []
    for number, cell in enumerate(nb["cells"]):
        kept = {key: value for key, value in cell.items() if key != "id"}
        kept["metadata"] = {**cell["metadata"], "id": f"Xy{number:010d}"}
        if cell["cell_type"] == "code":
            kept["metadata"] |= {"colab": {"base_uri": "https://localhost:8080/"}, "outputId": f"{number:08x}-0000"}
            kept["execution_count"] = number + 1
        kept["source"] = "".join(cell["source"]).splitlines(keepends=True)
        cells.append(kept)
    metadata = {
        "colab": {"provenance": [], "gpuType": "T4"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
    }
    return {"nbformat": 4, "nbformat_minor": 0, "metadata": metadata, "cells": cells}


@pytest.mark.parametrize("name", NAMES)
def test_a_solved_notebook_that_colab_saved_earns_full_marks(name: str, tmp_path: Path) -> None:
    assignment = COURSE.assignment(name)
    left = SLOW.get(name)
    write_submission(assignment, tmp_path / "ada", {left: None} if left else {})
    path = tmp_path / "ada" / f"{name}.ipynb"
    path.write_text(json.dumps(as_colab_saves(json.loads(path.read_text())), indent=2, ensure_ascii=False))
    with Session(COURSE, replace(trial_options(1), device="cpu")) as session:
        [result] = session.grade(assignment, [Submission("ada", name, tmp_path / "ada")])
    assert result.error is None
    lost = [c for n in result.notebooks for c in n.cells if c.max_score and c.outcome is not Outcome.PASSED]
    by_hand = {e.grade_id for n in assignment.notebooks for e in n.exercises if e.manual}
    assert {c.grade_id for c in lost} == by_hand | ({f"test_{left}"} if left else set()), lost
    assert not [text for n in result.notebooks for text in n.incidents]


@pytest.mark.parametrize("name", NAMES)
def test_students_see_no_grader_and_can_open_it_in_colab(name: str) -> None:
    text = (PROJECT / "release" / name / f"{name}.ipynb").read_text()
    code = "\n".join("".join(c["source"]) for c in json.loads(text)["cells"] if c["cell_type"] == "code")
    assert not re.search(r"\bautograder\b|HIDDEN TESTS|BEGIN SOLUTION", code)
    assert f"/blob/main/release/{name}/{name}.ipynb" in text
    assert json.loads(text)["metadata"]["accelerator"] == "GPU"
    imported = set(re.findall(r"^(?:import|from) (\w+)", code, re.M))
    assert imported <= {"math", "os", "copy", "time", "random", "collections", "itertools", "torch", "torchvision",
                        "numpy", "matplotlib"}  # fmt: skip


def test_each_assignment_is_worth_100_points_and_every_exercise_has_its_wrong_and_right_answers() -> None:
    assignments: list[Assignment] = [COURSE.assignment(name) for name in NAMES]
    assert [sum(e.points for n in a.notebooks for e in n.exercises) for a in assignments] == [100] * 4
    assert [sum(e.manual for n in a.notebooks for e in n.exercises) for a in assignments] == [1] * 4
    assert sum(len(auto_graded(a)) for a in assignments) >= 45
    for assignment in assignments:
        for kind, least in (("wrong", 3), ("right", 1)):
            answers = read_answers(assignment.folder / f"{kind}_answers", kind)
            count = Counter(answer.solution_id for answer in answers)
            few = [e.grade_id for e in auto_graded(assignment) if count[e.solution_id or ""] < least]
            assert not few, (assignment.name, kind, few)
