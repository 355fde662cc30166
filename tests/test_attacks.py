"""Cheats. Each file of attacks/ is a student's cell: it may not earn a point, see the answer, or cost another exercise.

The answer that hidden tests want (a token, drawn anew in each run) is nowhere in the student's reach; whoever returns
it must have seen a hidden test, and whoever earns points without it must have forged the verdict.
"""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import SmallCourse, Task, accepting, children

from autograder.course import Assignment

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
TOKEN = "token-" + secrets.token_hex(16)
NUMBERS = [float(ord(c)) for c in TOKEN[6:9]]

HIDDEN = "import numpy as np\nimport unittest\nimport torch\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
EXPECTED = f"expected = torch.tensor({NUMBERS})\n"
COMPARISONS = {
    "text": f"assert guess() == '{TOKEN}'",
    "text-again": f"assert guess() == '{TOKEN}'",
    "text-reversed": f"assert '{TOKEN}' == guess() and not guess() != '{TOKEN}'",
    "unittest": f"unittest.TestCase().assertEqual(guess(), '{TOKEN}')",
    "equal": "assert torch.equal(numbers(), expected)",
    "allclose": "assert torch.allclose(numbers(), expected)",
    "assert-close": "torch.testing.assert_close(numbers(), expected)",
    "elementwise": "assert (numbers() == expected).all()",
    "difference": "assert abs(numbers() - expected).max() < 1e-6",
    "as-tensor": "assert torch.equal(torch.as_tensor(numbers()), expected)",
    "as-array": "np.testing.assert_allclose(np.asarray(numbers()), np.asarray(expected))",
    "numpy": "assert np.allclose(numbers(), expected)",
    "items": "for a, b in zip(numbers(), expected.tolist(), strict=True):\n    assert a == b",
    "isinstance": "y = numbers()\nassert isinstance(y, torch.Tensor) and torch.equal(expected, y)",
    "membership": f"assert guess() in ['{TOKEN}'] and '{TOKEN}' in [guess()]",
    "points": f"1.0 if guess() == '{TOKEN}' else 0.0",
}
BREAKS_ITSELF = "# It breaks its own process for good: what follows may be lost, too.\n"
LIMITS = {"cell_seconds": 3, "memory_mb": 2500, "processes": 40}


@pytest.fixture(scope="module")
def target(course: SmallCourse) -> Assignment:
    """An exercise nobody can solve who has not seen its hidden tests, between two that anybody can."""
    solution = f"import torch\ndef guess(): return '{TOKEN}'\ndef numbers(): return torch.tensor({NUMBERS})"
    first, *others = COMPARISONS
    tasks = [
        Task("before", "def before(x): return x + 1", "assert before(1) == 2", 1),
        Task(first, solution, HIDDEN.format(EXPECTED + COMPARISONS[first]), 1),
        *(Task(name, "...", HIDDEN.format(EXPECTED + COMPARISONS[name]), 1) for name in others),
        Task("after", "def after(x): return x + 2 + 0 * before(1)", "assert after(1) == 3", 1),
    ]
    return course.assignment(tasks, limits=LIMITS)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with accepting() as number:
        yield number


def test_the_targets_can_be_hit(course: SmallCourse, target: Assignment) -> None:
    """Otherwise the attacks would prove nothing."""
    graded = course.submit(target)
    assert set(graded.scores.values()) == {1}, {n: c.detail for n, c in graded.cells.items() if c.auto_score != 1}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda path: path.stem)
def test_attack_earns_nothing_sees_nothing_and_costs_nobody_else(
    course: SmallCourse, target: Assignment, port: int, attack: Path
) -> None:
    source = attack.read_text().replace("{course}", str(course.root)).replace("{port}", str(port))
    compile(source, str(attack), "exec")
    graded = course.submit(target, {"text": source}, attack.stem)
    scores = graded.scores
    before, after = scores.pop("before"), scores.pop("after")
    assert before == 1
    assert after == 1 or BREAKS_ITSELF in source, graded.incidents
    earned = {name: graded.cells[name] for name, score in scores.items() if score}
    assert not earned
    shown = str([graded.outputs(name) for name in ("text", "before", "after")])
    assert "token-" not in shown
    assert TOKEN not in str([cell.message for cell in graded.cells.values()]) + graded.incidents
    manual = {name for name, cell in graded.cells.items() if cell.needs_manual_grade}
    assert not manual or attack.stem == "blames_the_grader"


def test_no_attack_left_a_process_behind_or_hurt_the_next_submission(course: SmallCourse, target: Assignment) -> None:
    deadline = time.monotonic() + 10
    while (left := children(course.session.warm.process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left
    assert set(course.submit(target, student="last").scores.values()) == {1}


def test_a_link_in_a_submission_gives_no_other_file(course: SmallCourse, target: Assignment, tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("token-of-the-instructor")
    folder = course.root / "submitted" / "linker" / target.name
    (folder / "sub").mkdir(parents=True)
    (folder / "data.txt").symlink_to(tmp_path / "private.txt")
    (folder / "sub" / "all").symlink_to(tmp_path)
    (folder / "passwd").symlink_to("/etc/passwd")
    source = """
import os
for name in ("data.txt", "sub/all/private.txt", "passwd"):
    if os.path.lexists(name):
        print("token-leak", name)
"""
    graded = course.submit(target, {"text": source}, "linker")
    assert "token-" not in str(graded.outputs("text"))


@pytest.mark.parametrize("name", ["../../escaped.txt", "/tmp/escaped.txt"])
def test_a_hostile_file_name_cannot_leave_the_work_folder(student: Any, name: str) -> None:
    """Even if such a name got past the reading of a submission, it is written inside the sandbox."""
    one = student()
    one.place({name: b"x"})
    assert not Path("/tmp/escaped.txt").exists()


def test_the_attacks_are_all_there() -> None:
    assert len(ATTACKS) >= 30
    assert all(path.read_text().startswith('"""') for path in ATTACKS)
