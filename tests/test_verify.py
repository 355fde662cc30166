"""``autograder verify``: an assignment whose tests are good passes, and every way in which they are not is named."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nb_course import cell, write_course

from autograder.cli import main
from autograder.course import Course
from autograder.verify import make_trials

Verify = Callable[..., tuple[int, str]]

SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
CUBE = "def cube(x):\n    ### BEGIN SOLUTION\n    return x * square(x)\n    ### END SOLUTION"
GIVEN = "seven = 7\n### BEGIN SOLUTION\n### END SOLUTION"


def exercise(name: str, solution: str, test: str, points: float = 2) -> list[nbformat.NotebookNode]:
    """Header, solution cell and test cell."""
    return [
        cell("markdown", f"## About {name}"),
        cell("code", solution, name, solution=True),
        cell("code", test, f"test_{name}", points, grade=True, locked=True),
    ]


def write(root: Path, *exercises: list[nbformat.NotebookNode], **answers: str) -> Course:
    """A course with these exercises, and answers by ``wrong__name`` or ``right__name``."""
    course = write_course(root, nbformat.v4.new_notebook(cells=[c for cells in exercises for c in cells]))
    for key, text in answers.items():
        kind, name = key.split("__")
        path = root / "source" / "a1" / f"{kind}_answers" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return course


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Verify:
    """Runs ``autograder verify``; gives exit status and all output."""

    def run(course: Course, *arguments: str) -> tuple[int, str]:
        status = main(["verify", *arguments, "--workers", "2", "--course-dir", str(course.root)])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return run


def test_good_tests_pass_and_nothing_is_recorded(tmp_path: Path, verify: Verify) -> None:
    course = write(
        tmp_path,
        exercise("square", SQUARE, "assert square(3) == 9, 'not its square'\nassert square(-2) == 4"),
        exercise("cube", CUBE.replace("square(x)", "x * x"), "assert cube(2) == 8"),
        wrong__square=(
            "# %% doubles instead\ndef square(x):\n    return 2 * x\n\n"
            "# %% fails for negative numbers\ndef square(x):\n    return x * abs(x)\n"
        ),
        wrong__cube="# %% never ends its line\ndef cube(x)\n",
        right__square="# %% with a power\ndef square(x):\n    return x**2\n",
        right__cube="# %% with a power\ndef cube(x):\n    return x**3\n",
    )
    status, output = verify(course)
    assert status == 0, output
    lines = pytest.LineMatcher(output.splitlines())
    lines.fnmatch_lines([
        "*a1: are its tests good?*",
        "*About square*2*2 / 2*1 / 1*",
        "*About cube*2*1 / 1*1 / 1*",
        "a1: 2 exercises; as they must be: reference 3/3, untouched 1/1, wrong 3/3, right 2/2.",
    ])  # fmt: skip
    assert not (tmp_path / "gradebook.db").exists()
    assert not (tmp_path / ".autograder" / "results").exists()


def test_each_way_in_which_tests_are_not_good_is_named(tmp_path: Path, verify: Verify) -> None:
    course = write(
        tmp_path,
        exercise("square", SQUARE, "assert square(3) == 9"),
        exercise("cube", CUBE, "assert cube(2) == 8, 'not its cube'"),
        exercise("given", GIVEN, "assert seven == 7", 1),
        exercise("unfair", SQUARE.replace("square", "unfair"), "assert unfair(3) == 10"),
        exercise("broken", SQUARE.replace("square", "broken"), "assert brokne(3) == 9"),
        wrong__square=(
            "# %% right at 3 only\ndef square(x):\n    return 9\n\n"
            "# %% doubles instead\ndef square(x):\n    return 2 * x\n"
        ),
        right__square="# %% not right at all\ndef square(x):\n    return 8\n",
    )
    status, output = verify(course)
    assert status == 1
    found = [line for line in output.splitlines() if ": test_" in line]
    expected = [
        "the reference submission: test_unfair: lost points: *",
        "the reference submission: test_broken: the test itself fails: *",
        "the untouched submission: test_given: 1 points for nothing",
        "wrong_answers/square.py:1 (right at 3 only): test_square: a wrong answer earned full marks",
        "wrong_answers/square.py:1 (right at 3 only): test_cube: lost points: not its cube",
        "right_answers/square.py:1 (not right at all): test_square: lost points: *",
    ]
    pytest.LineMatcher(found).fnmatch_lines_random(expected)
    # The second wrong answer is caught by its own exercise, and is not blamed for those that are broken anyway.
    assert "wrong_answers/square.py:5 (doubles instead): test_square" not in output
    pytest.LineMatcher(output.splitlines()).fnmatch_lines([
        "a1: 5 exercises; as they must be: reference 1/2, untouched 0/1, wrong 1/2, right 0/1."
    ])  # fmt: skip


def test_a_single_exercise_can_be_tried_alone(tmp_path: Path) -> None:
    course = write(
        tmp_path,
        exercise("square", SQUARE, "assert square(3) == 9"),
        exercise("cube", CUBE, "assert cube(2) == 8"),
        wrong__square="# %% right at 3 only\ndef square(x):\n    return 9\n",
        wrong__cube="# %% squares\ndef cube(x):\n    return x * x\n",
    )
    trials = make_trials(course.assignment("a1"), "cube")
    assert [(trial.kind, trial.alone) for trial in trials] == [
        ("reference", None),
        ("untouched", None),
        ("reference", {"cube"}),
        ("wrong", {"cube"}),
    ]
    assert trials[3].cells == {"cube": "def cube(x):\n    return x * x"}


def test_wrong_answers_share_a_trial_where_none_reaches_what_another_is_judged_by(
    tmp_path: Path, verify: Verify
) -> None:
    course = write(
        tmp_path,
        exercise("square", SQUARE, "assert square(3) == 9"),
        exercise("cube", CUBE.replace("square(x)", "x * x"), "assert cube(2) == 8"),
        exercise(
            "fifth", CUBE.replace("cube", "fifth").replace("square(x)", "square(x) ** 2"), "assert fifth(3) == 243"
        ),
        wrong__square=(
            "# %% doubles instead\ndef square(x):\n    return 2 * x\n# %% right at 3\ndef square(x):\n    return 9\n"
        ),
        wrong__cube="# %% squares\ndef cube(x):\n    return x * x\n# %% right at 2 only\ndef cube(x):\n    return 8\n",
        wrong__fifth="# %% squares\ndef fifth(x):\n    return x * x\n",
    )
    wrong = [trial for trial in make_trials(course.assignment("a1")) if trial.kind == "wrong"]
    assert [[answer.solution_id for answer in trial.answers] for trial in wrong] == [
        ["cube", "fifth"],
        ["cube"],
        ["square"],
        ["square"],
    ]
    status, output = verify(course)
    assert status == 1
    found = [line for line in output.splitlines() if line.startswith("wrong_answers")]
    pytest.LineMatcher(found).fnmatch_lines_random([
        "wrong_answers/cube.py:4 (right at 2 only): test_cube: a wrong answer earned full marks",
        "wrong_answers/square.py:1 (doubles instead): test_fifth: lost points: *",
        "wrong_answers/square.py:4 (right at 3): test_square: a wrong answer earned full marks",
    ])  # fmt: skip
    assert "wrong 2/5" in output


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "sqare",
            "# %% misspelt\npass\n",
            "wrong_answers/sqare.py:1: no graded solution cell is called sqare; there are *",
        ),
        ("square", "def square(x):\n    return 2\n", "*square.py:1: begin each answer with a line `# %% *"),
        ("square", "# %% nothing\n\n# %% this does\npass\n", "*square.py:1: no answer follows 'nothing'."),
    ],
)  # fmt: skip
def test_an_answer_file_that_makes_no_sense_is_named_with_its_line(
    name: str, text: str, reason: str, tmp_path: Path, verify: Verify
) -> None:
    course = write(tmp_path, exercise("square", SQUARE, "assert square(3) == 9"), **{f"wrong__{name}": text})
    status, output = verify(course, "a1")
    assert status == 2
    pytest.LineMatcher(output.splitlines()).fnmatch_lines([f"autograder: {reason}"])


def test_an_answer_may_use_what_the_reference_does_not(tmp_path: Path, verify: Verify) -> None:
    """Otherwise a wrong answer would be caught by a missing name, and nobody would see that the test is weak."""
    course = write(
        tmp_path,
        exercise("nine", GIVEN.replace("seven = 7", "nine = 9"), "assert nine == 9"),
        exercise("square", SQUARE, "assert square(3) == 9"),
        wrong__square="# %% right at 3 only\ndef square(x):\n    return nine\n",
    )
    assert "right at 3 only): test_square: a wrong answer earned full marks" in verify(course)[1]


def test_a_wrong_answer_is_tried_on_what_it_can_reach_unless_the_whole_is_asked_for(
    tmp_path: Path, verify: Verify
) -> None:
    course = write(
        tmp_path,
        exercise("square", SQUARE, "assert square(3) == 9"),
        exercise("cube", CUBE, "assert cube(2) == 8"),
        exercise("other", "def other():\n    ### BEGIN SOLUTION\n    return os.sep\n    ### END SOLUTION", "other()"),
        # Names cannot tell that it harms `other`: it goes through a module.
        wrong__square="# %% breaks a library\nimport os\ndel os.sep\ndef square(x):\n    return 7 * x\n",
    )
    [source] = course.assignment("a1").notebooks
    course_text = source.path.read_text()
    source.path.write_text(course_text.replace("def other()", "import os\\ndef other()"))
    status, output = verify(course)
    assert "test_cube: lost points" in output
    assert "test_other: lost points" not in output
    status, output = verify(course, "--whole")
    assert status == 1
    assert "test_other: lost points" in output
