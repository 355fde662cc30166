"""The demo's class: real training on MNIST, eight kinds of submission, each graded as it deserves."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course import load_course
from autograder.demo import ASSIGNMENT, make_course, play, table
from autograder.errors import SetupError

PROJECT = Path(__file__).resolve().parents[1]


def test_every_student_of_the_demo_gets_the_points_the_work_deserves(tmp_path: Path) -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=200)
    folder = tmp_path / "demo"
    played = play(PROJECT, folder, console)

    assert {name: row.total for name, (_, row, _) in played.items()} == {
        name: points for name, (_, _, points) in played.items()
    }, shown.getvalue()
    course = load_course(folder)
    exercises = [e for n in course.assignment(ASSIGNMENT).notebooks for e in n.exercises]
    worth = {e.solution_id or e.grade_id: e.points for e in exercises}
    totals = {name: row.total for name, (_, row, _) in played.items()}
    assert sum(worth.values()) == 100
    assert totals["ada"] == totals["hal"] == 100 - worth["explain_losses"]
    assert totals["eva"] == totals["ada"] - worth["gradient_descent"]
    assert totals["fay"] == totals["ada"] - worth["cross_entropy"] - worth["best_slope"]
    assert totals["gil"] == totals["ada"] - 10
    assert all(row.needs_manual_grade for _, row, _ in played.values())

    console.print(table(played))
    assert "its loop never ends" in shown.getvalue()
    for name in played:
        feedback = (folder / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
        assert "HIDDEN TESTS" not in feedback
        assert 'class="mark passed"' in feedback
        assert "autograder.checks" not in feedback
        assert "from autograder" not in feedback
    report = (folder / "reports" / f"{ASSIGNMENT}.html").read_text()
    assert "that is the sum over classes" in report
    assert "Exercise 12 · Train your best network" in report
    autograded = (folder / "autograded" / "cleo" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text()
    assert "AssertionError" in autograded
    assert "assert " in autograded


def test_the_demo_overwrites_no_folder_that_is_not_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "chapter1.tex").write_text("years of work")
    with pytest.raises(SetupError, match="is no earlier demo"):
        make_course(PROJECT, folder)
    assert (folder / "chapter1.tex").read_text() == "years of work"
