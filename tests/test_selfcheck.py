"""``autograder check``: what a student sees of a notebook that was released, perhaps with nothing else at hand."""

import argparse
import copy
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nb_course import DOUBLE, HALF, by_id, cell, write_course
from nbformat import NotebookNode
from rich.console import Console

from autograder.answers import read_answers, write_submission
from autograder.commands import check
from autograder.course import Course, load_course
from autograder.errors import CourseError, SubmissionError
from autograder.release import release
from autograder.sandbox.warm import Warm
from autograder.selfcheck import notebooks_at

REPOSITORY = Path(__file__).parents[1]
THIRD = "import math\n\n\ndef third(x):\n    ### BEGIN SOLUTION\n    return math.floor(x / 3)\n    ### END SOLUTION"
SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return torch.as_tensor(x) ** 2\n    ### END SOLUTION"
HIDDEN = "\n### BEGIN HIDDEN TESTS\nassert double(-3) == -6, 'negative numbers'\n### END HIDDEN TESTS"
LIMITS = "c.Autograder.limits = {'cell_seconds': 3}"

REFUSED = """
import sys
from pathlib import Path
from rich.console import Console
from autograder.commands.check import check
from autograder.data import mnist_root
from autograder.errors import IsolationError
from autograder.sandbox.warm import Warm

with Warm(mnist_root()) as warm:
    try:
        check([Path(sys.argv[1])], None, None, warm, Console())
    except IsolationError as error:
        print(error)
    sys.exit(check([Path(sys.argv[1])], None, "none", warm, Console()))
"""

Check = Callable[..., tuple[int, str]]


def lesson() -> NotebookNode:
    """Four exercises for a machine, the last of which needs an import of a plain cell, and one for a person."""
    cells = [
        cell("code", "import torch"),
        cell("markdown", "## Double it (2 points)"),
        cell("code", DOUBLE, "double", solution=True),
        cell("code", f"assert double(1) == 2, 'twice, please'{HIDDEN}", "test_double", 2, grade=True, locked=True),
        cell("markdown", "## Halve it"),
        cell("code", HALF, "half", solution=True),
        cell("code", "assert half(1) == 0.5", "test_half", 1, grade=True, locked=True),
        cell("markdown", "## A third of it"),
        cell("code", THIRD, "third", solution=True),
        cell("code", "assert third(math.pi) == 1", "test_third", 1, grade=True, locked=True),
        cell("markdown", "## Square it"),
        cell("code", SQUARE, "square", solution=True),
        cell(
            "code", "assert isinstance(square(torch.ones(2)), torch.Tensor)", "test_square", 1, grade=True, locked=True
        ),
        cell("markdown", "## Why?"),
        cell("markdown", "Because.", "why", 3, grade=True, solution=True),
    ]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with a released assignment."""
    made = write_course(tmp_path_factory.mktemp("course"), lesson(), LIMITS)
    release(made, "a1")
    return made


@pytest.fixture
def solve(course: Course, tmp_path: Path) -> Callable[..., Path]:
    """Writes a student's notebook, the released one with answers by grade_id; gives its path."""

    def write(answers: dict[str, str], name: str = "n1.ipynb", folder: Path = tmp_path) -> Path:
        released = nbformat.read(course.root / "release" / "a1" / "n1.ipynb", 4)
        for grade_id, answer in answers.items():
            by_id(released, grade_id).source = answer
        folder.mkdir(exist_ok=True, parents=True)
        nbformat.write(released, folder / name)
        return folder / name

    return write


@pytest.fixture
def run(warm: Warm) -> Check:
    """Runs the command with the tests' warm process; gives exit status and what it printed."""

    def checked(*paths: Path, release: Path | None = None) -> tuple[int, str]:
        printed = io.StringIO()
        console = Console(file=printed, width=80)
        return check.check(list(paths), release, None, warm, console), printed.getvalue()

    return checked


def references(course: Course) -> dict[str, str]:
    """What earns full marks, by grade_id."""
    [source] = course.assignment("a1").notebooks
    answers = {name: source.texts[name] for name in ("double", "half", "third", "square")}
    return answers | {"why": "# A heading of my own\n\nBecause."}


# --- with the notebook alone -----------------------------------------------------------------------------------------


def test_an_untouched_notebook_is_not_attempted_and_nothing_is_written_beside_it(
    solve: Callable[..., Path], run: Check
) -> None:
    path = solve({})
    before = path.read_bytes()
    status, printed = run(path)
    assert status == 1
    assert printed.splitlines() == [
        "n1.ipynb, by its own checks",
        "  not attempted         Double it (2 points)",
        "  not attempted         Halve it (1 point)",
        "  not attempted         A third of it (1 point)",
        "  not attempted         Square it (1 point)",
        "  not attempted         Why? (3 points)",
        "0 of 4 exercises pass the visible checks; the grader tries more inputs.",
    ]
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["n1.ipynb"]


def test_the_reference_passes_and_what_is_written_by_hand_waits_for_a_person(
    course: Course, solve: Callable[..., Path], run: Check
) -> None:
    status, printed = run(solve(references(course)))
    assert status == 0
    assert printed.count("  passed  ") == 4
    assert "  a person grades this  Why? (3 points)\n" in printed
    assert "4 of 4 exercises pass" in printed


def test_each_wrong_answer_is_explained_by_the_author_by_its_values_or_by_what_it_raised(
    course: Course, solve: Callable[..., Path], run: Check
) -> None:
    answers = references(course) | {
        "double": "def double(x):\n    return 3 * x",
        "half": "def half(x):\n    return x\n",
        "third": "import math\n\n\ndef third(x):\n    raise KeyError('no \x1b[31mthirds')",
        "square": "def square(x):\n    return 9\n\nsquare(1)()",
    }
    status, printed = run(solve(answers))
    assert status == 1
    lines = [line.strip() for line in printed.splitlines()]
    double, half, third, square, why = (
        next(i for i, line in enumerate(lines) if title in line)
        for title in ("Double it", "Halve it", "A third of it", "Square it", "Why?")
    )
    assert lines[double].startswith("wrong")
    assert lines[double + 1 : half] == [
        "twice, please",
        "in line 1 of the check:",
        "assert double(1) == 2, 'twice, please'",
        "assert 3 == 2",
    ]
    assert lines[half + 1 : third] == ["assert 1 == 0.5", "in line 1 of the check:", "assert half(1) == 0.5"]
    assert lines[third + 1 : square] == [
        "Your code raised KeyError: 'no \\x1b[31mthirds'",
        "in line 1 of the check:",
        "assert third(math.pi) == 1",
        "in line 5 of your cell, in third:",
        "raise KeyError('no \N{REPLACEMENT CHARACTER}[31mthirds')",
    ]
    assert lines[square + 1].startswith("assert False")
    assert "+  where False = isinstance(9, <class 'torch.Tensor'>)" in lines[square + 1 : why]
    assert "Your cell raised TypeError: 'int' object is not callable (line 4)." in lines[square + 1 : why]
    assert "\x1b" not in printed
    assert "Traceback" not in printed
    assert "negative" not in printed


def test_an_import_of_the_name_that_an_answer_defines_does_not_stand_in_for_the_answer(
    course: Course, solve: Callable[..., Path], run: Check
) -> None:
    answers = references(course) | {"square": "from torch import square\n\n\ndef square(x):\n    return None"}
    status, printed = run(solve(answers))
    assert status == 1
    assert "  wrong                 Square it (1 point)\n" in printed


def test_changed_checks_are_named_and_run_as_they_are(course: Course, solve: Callable[..., Path], run: Check) -> None:
    wrong = references(course) | {"double": "def double(x):\n    return 3 * x", "test_double": "assert True"}
    status, printed = run(solve(wrong))
    assert status == 0
    assert "The locked cell of Double it was changed. It ran as it is now; when it is graded" in printed


def test_cells_of_colab_slips_and_copies_cost_nothing(course: Course, solve: Callable[..., Path], run: Check) -> None:
    path = solve(references(course))
    nb = nbformat.read(path, 4)
    magics = ["!echo installed", "%matplotlib inline", "%%time\nx = 1", "from google.colab import drive"]
    nb.cells[:0] = [nbformat.v4.new_code_cell(text) for text in magics]
    index = nb.cells.index(by_id(nb, "test_half"))
    slipped = nb.cells[index]  # the key M makes text of a cell
    nb.cells[index] = nbformat.v4.new_markdown_cell(slipped.source, metadata=slipped.metadata)
    nb.cells.append(copy.deepcopy(by_id(nb, "double")))
    nb.cells[-1].id = "copied"
    nbformat.write(nb, path)
    status, printed = run(path)
    assert status == 0
    assert printed.count("  passed  ") == 4
    assert "Cell 4, one of your own, raised ModuleNotFoundError: No module named 'google" in printed
    assert "The type of the cell test_half had been changed: set back." in printed
    assert "The cell double was there 2 times" in printed


def test_files_beside_the_notebook_are_there_and_a_folder_with_too_many_is_left_alone(
    course: Course, solve: Callable[..., Path], run: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = solve(references(course) | {"double": "import helper\n\n\ndef double(x):\n    return helper.twice(x)"})
    path.with_name("helper.py").write_text("def twice(x):\n    return 2 * x")
    assert run(path)[0] == 0
    monkeypatch.setattr("autograder.selfcheck.MAX_FILES", 1)
    status, printed = run(path)
    assert status == 1
    assert "Your cell raised ModuleNotFoundError: No module named 'helper' (line 1)." in printed
    assert f"The other files in {path.parent} were left out" in printed


def test_a_machine_that_refuses_the_sandbox_says_how_to_check_without_walls(
    course: Course, solve: Callable[..., Path]
) -> None:
    """In a user namespace of its own, where the setting can be changed without touching this machine's."""
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    command = ["unshare", "--user", "--map-user=1000", "--keep-caps", "sh", "-c", forbid, "sh"]
    command += [sys.executable, "-c", REFUSED, str(solve(references(course)))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    refused, *checked = done.stdout.splitlines()
    assert "It is your own code: `autograder check --isolation none` runs it without walls" in refused
    assert checked[-1] == "4 of 4 exercises pass the visible checks; the grader tries more inputs."


# --- with the release ------------------------------------------------------------------------------------------------


def test_with_the_release_changed_and_deleted_checks_are_put_back(
    course: Course, solve: Callable[..., Path], run: Check
) -> None:
    wrong = references(course) | {"double": "def double(x):\n    return 3 * x", "test_double": "assert True"}
    path = solve(wrong, "n1 (1).ipynb")
    nb = nbformat.read(path, 4)
    nb.cells.remove(by_id(nb, "test_half"))
    nbformat.write(nb, path)
    for given in (course.root / "release" / "a1", course.root / "release" / "a1" / "n1.ipynb"):
        status, printed = run(path, release=given)
        assert status == 1
        assert f"n1 (1).ipynb, by {course.root / 'release' / 'a1' / 'n1.ipynb'}\n" in printed
        assert "3 of 4 exercises pass" in printed
        assert "twice, please" in printed
        assert "The text of the cell test_double had been changed: set back." in printed
        assert "The cell test_half was missing: it was put back." in printed
    with pytest.raises(CourseError, match=r"--release .*: there is no notebook"):
        run(path, release=path.with_name("nothing"))


def test_in_a_course_folder_its_release_and_its_limits_count_and_an_endless_loop_costs_its_own_exercise(
    course: Course, solve: Callable[..., Path], run: Check
) -> None:
    answers = references(course) | {"half": "while True:\n    pass", "test_double": "assert True"}
    path = solve(answers, folder=course.root / "mine" / "a1")
    status, printed = run(path)
    assert status == 1
    assert f"n1.ipynb, by {course.root / 'release' / 'a1' / 'n1.ipynb'}\n" in printed
    assert printed.count("  passed  ") == 3
    assert "  wrong                 Halve it" in printed
    assert "Halve it: your code was stopped after 3 s" in printed
    assert "The text of the cell test_double had been changed: set back." in printed
    assert not (course.root / ".autograder").exists()


# --- what cannot be checked ------------------------------------------------------------------------------------------


def test_what_cannot_be_checked_is_named_and_the_other_notebooks_are_checked(
    course: Course, solve: Callable[..., Path], run: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solve(references(course), "good.ipynb")
    (tmp_path / "cut.ipynb").write_text(solve({}, "whole.ipynb").read_text()[:300])
    (tmp_path / "whole.ipynb").unlink()
    nbformat.write(nbformat.v4.new_notebook(cells=[cell("code", "x = 1")]), tmp_path / "other.ipynb")
    broken = nbformat.read(tmp_path / "good.ipynb", 4)
    del by_id(broken, "test_half").metadata.nbgrader["points"]
    nbformat.write(broken, tmp_path / "torn.ipynb")
    with pytest.raises(SubmissionError) as error:
        run(*notebooks_at(tmp_path))
    cut, other, torn = str(error.value).splitlines()
    assert f"{tmp_path}/cut.ipynb is cut off in the middle" in cut
    assert f"{tmp_path}/other.ipynb holds nothing that nbgrader checks. Download it again" in other
    assert f"{tmp_path}/torn.ipynb: its nbgrader metadata are damaged (nbgrader cell 'test_half' does not" in torn
    with pytest.raises(SubmissionError, match="holds no notebook"):
        notebooks_at(course.root)


def test_the_command_line_takes_notebooks_folders_and_a_release() -> None:
    parser = argparse.ArgumentParser()
    check.add(parser.add_subparsers())
    options = parser.parse_args(["check", "a.ipynb", "b", "--release", "r", "--isolation", "none"])
    assert options.command is check.run
    assert (options.notebook, options.release, options.isolation) == ([Path("a.ipynb"), Path("b")], Path("r"), "none")


# --- a notebook of this course ---------------------------------------------------------------------------------------


def test_the_released_tensors_notebook_untouched_solved_and_with_wrong_answers(tmp_path: Path, run: Check) -> None:
    assignment = load_course(REPOSITORY).assignment("01-tensors")
    untouched = tmp_path / "01-tensors.ipynb"
    untouched.write_bytes((REPOSITORY / "release" / "01-tensors" / "01-tensors.ipynb").read_bytes())
    status, printed = run(untouched)
    assert status == 1
    assert printed.count("not attempted") == 14
    assert "0 of 13 exercises pass" in printed

    write_submission(assignment, tmp_path / "solved", {})
    status, printed = run(tmp_path / "solved" / "01-tensors.ipynb")
    assert "13 of 13 exercises pass" in printed, printed
    assert status == 0

    wrong = {a.title: a for a in read_answers(assignment.folder / "wrong_answers", "wrong")}["the other way round"]
    write_submission(assignment, tmp_path / "wrong", {wrong.solution_id: wrong.source})
    status, printed = run(tmp_path / "wrong" / "01-tensors.ipynb")
    assert status == 1
    assert "12 of 13 exercises pass" in printed
    assert "the sign is the wrong way round: a[i] − b[j]" in printed
