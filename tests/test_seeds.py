"""``autograder verify --seeds``: a threshold that the reference misses now and then fails."""

from pathlib import Path

import nbformat
import pytest
from nb_course import cell, write_course

from autograder.cli import main
from autograder.course import Course

SOLUTION = "torch.manual_seed(0)\n### BEGIN SOLUTION\n{name} = torch.rand(()).item() / 2 + {least}\n### END SOLUTION"
TEST = "from autograder import checks\nchecks.tiers({name}, {{0.25: 1, 0.5: 2}})"


def write(root: Path, **least: float) -> Course:
    """A course whose trained networks reach something between `least` and `least` + 0.5."""
    cells = [cell("code", "import torch", "imports", locked=True)]
    for name, value in least.items():
        cells += [
            cell("markdown", f"## About {name}"),
            cell("code", SOLUTION.format(name=name, least=value), name, solution=True),
            cell("code", TEST.format(name=name), f"test_{name}", 2, grade=True, locked=True),
        ]
    return write_course(root, nbformat.v4.new_notebook(cells=cells))


def test_a_tier_that_some_seeds_miss_fails_and_the_share_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = write(tmp_path, steady=0.5, lucky=0.25)
    status = main(["verify", "a1", "--seeds", "8", "--workers", "2", "--course-dir", str(course.root)])
    output = capsys.readouterr().out
    assert status == 1
    steady, lucky = (line for line in output.splitlines() if "About" in line)
    assert "0.25: 8/8, 0.5: 8/8" in steady
    assert "0.25: 8/8" in lucky
    assert "0.5: 8/8" not in lucky
    assert "some seeds miss a tier" in output
    worst = float(steady.split("│")[5])
    assert 0.5 <= worst < 1, "each seed is one of its own"
    assert not (tmp_path / "gradebook.db").exists()


def test_thresholds_that_every_seed_clears_pass_and_none_at_all_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = write(tmp_path, steady=0.5)
    assert main(["verify", "--seeds", "3", "--workers", "1", "--course-dir", str(course.root)]) == 0
    assert "every seed clears every tier" in capsys.readouterr().out
    [source] = course.assignment("a1").notebooks
    source.path.write_text(source.path.read_text().replace("checks.tiers(", "float("))
    assert main(["verify", "a1", "--seeds", "3", "--course-dir", str(course.root)]) == 2
    assert "no test calls checks.tiers" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_seeds_that_makes_no_sense_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["verify", "--seeds", number])
    assert "not a number of seeds" in capsys.readouterr().err
