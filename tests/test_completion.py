"""What a real shell offers for a command line of ``autograder``."""

import subprocess
import sys
from pathlib import Path

import pytest
from small_course import AUTOGRADER

# Calls the function that the script registered, as bash does when the Tab key is pressed.
PRESS_TAB = """
source "$1"; shift
[[ $(complete -p autograder) =~ -F\\ ([^ ]+) ]] && complete_it=${BASH_REMATCH[1]}
COMP_WORDS=(autograder "$@") COMP_CWORD=$#
$complete_it
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script for bash, as the command prints it."""
    path = tmp_path_factory.mktemp("completion") / "autograder.bash"
    with path.open("w") as stream:
        subprocess.run([*AUTOGRADER, "completion", "bash"], stdout=stream, check=True)
    return path


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["gr"], {"grade"}),
        (["grade", "--wor"], {"--workers"}),
        (["grade", "--device", ""], {"auto", "cpu", "cuda"}),
        (["grade", "03"], {"03-training"}),
        (["release", ""], {"01-tensors", "03-training"}),
        (["verify", "01-tensors", "0"], {"01-tensors", "03-training"}),
        (["grade", "--student", "a"], {"ada"}),
        (["grade", "--course-dir", "sou"], {"source"}),
        (["completion", "z"], {"zsh"}),
    ],
)
def test_bash_completes_commands_options_and_names_of_the_course(
    script: Path, tmp_path: Path, words: list[str], offered: set[str]
) -> None:
    for folder in ("source/01-tensors", "source/03-training", "submitted/ada", "submitted/bob"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "source" / "header.ipynb").touch()
    command = ["bash", "--norc", "-c", PRESS_TAB, "bash", str(script), *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == offered, done.stderr


def test_bash_offers_nothing_and_says_nothing_where_there_is_no_course(script: Path, tmp_path: Path) -> None:
    command = ["bash", "--norc", "-c", PRESS_TAB, "bash", str(script), "grade", ""]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_every_shell_gets_a_script_and_it_does_not_wait_for_torch_or_nbgrader() -> None:
    code = "import sys\nfrom autograder.cli import main\nmain(['completion', sys.argv[1]])\n"
    code += "assert not {'torch', 'nbgrader'} & set(sys.modules)"
    for shell, mark in (("zsh", "#compdef autograder"), ("tcsh", "complete autograder")):
        done = subprocess.run([sys.executable, "-c", code, shell], capture_output=True, text=True, check=True)
        assert mark in done.stdout
        assert "source" in done.stdout
