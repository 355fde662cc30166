"""``autograder check``."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from autograder.commands.arguments import Commands, add_command
from autograder.errors import SubmissionError
from autograder.results import CellResult, NotebookResult, Outcome
from autograder.texts import printable

if TYPE_CHECKING:
    from autograder.sandbox.warm import Warm
    from autograder.selfcheck import Checked

DESCRIPTION = (
    "Runs a notebook in a sandbox and says, exercise by exercise, whether the checks that you see pass. Nothing is "
    "written. The exit status is 0 where all of them pass, 1 where one does not, 2 where a notebook cannot be checked. "
    "Without the released notebook, its own checks are run, as you: check only a notebook that you would run."
)
RELEASE_HELP = "the notebook as it was released, or its folder; its checks are used, whatever became of yours"
ISOLATION_HELP = "none runs the notebook without walls, as Jupyter does: for machines that refuse the sandbox"

WORDS = {
    Outcome.PASSED: ("passed", "green"),
    Outcome.PARTIAL: ("partly", "yellow"),
    Outcome.FAILED: ("wrong", "red"),
    Outcome.NOT_ATTEMPTED: ("not attempted", "dim"),
    Outcome.MANUAL: ("a person grades this", "dim"),
    Outcome.GRADER_ERROR: ("not checked", "yellow"),
}
STOPPED = ("CallTimeout", "SandboxDied")  # said among the incidents already
MAX_LINE, MAX_LINES = 300, 16  # characters; of what explains a failed check
# Lines of pytest's on what returned a value: the line of the check says it better.
NOISE = re.compile(r"<(the submission's function object|.* at 0x[0-9a-f]+)>")
WIDTH = max(len(word) for word, _ in WORDS.values())


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "check",
        run,
        help="check your own notebook before you submit it (for students)",
        description=DESCRIPTION,
        example="autograder check 03-training.ipynb",
        course=False,
    )
    parser.add_argument("notebook", type=Path, nargs="+", metavar="NOTEBOOK", help="a notebook, or a folder of some")
    parser.add_argument("--release", type=Path, metavar="FILE", help=RELEASE_HELP)
    parser.add_argument("--isolation", choices=("namespaces", "none"), help=ISOLATION_HELP)


def run(options: argparse.Namespace, console: Console) -> int:
    """Checks."""
    from autograder.data import mnist_root
    from autograder.sandbox.warm import Warm

    with Warm(mnist_root()) as warm:  # it imports torch while this process imports nbgrader
        return check(options.notebook, options.release, options.isolation, warm, console)


def check(paths: list[Path], release: Path | None, isolation: str | None, warm: "Warm", console: Console) -> int:
    """Checks notebooks and says how; gives the exit status.

    Raises:
        SubmissionError: some cannot be checked; the others were.
        SetupError: this machine cannot check, or what was released is not there.
    """
    from autograder.selfcheck import check_notebook, notebooks_at

    unread, passed = [], True
    for path in (notebook for each in paths for notebook in notebooks_at(each)):
        try:
            with console.status(Text(f"checking {printable(path.name)}")):
                checked = check_notebook(path, release, isolation, warm)
        except SubmissionError as error:
            unread.append(str(error))
            continue
        passed = show(checked, console) and passed
    if unread:
        raise SubmissionError("\n".join(map(printable, unread)))
    return 0 if passed else 1


def show(checked: "Checked", console: Console) -> bool:
    """Says how a notebook fared; gives whether all exercises that a machine grades passed."""
    errors = raised(checked.result)
    checks = checked.release or "its own checks"
    say(console, Text.assemble((printable(checked.path.name), "bold"), printable(f", by {checks}")))
    outcomes = []
    for exercise, cell in checked.results():
        word, style = WORDS[cell.outcome]
        points = f"{exercise.points:g} point{'' if exercise.points == 1 else 's'}"
        say(console, Text.assemble("  ", (word.ljust(WIDTH), style), printable(f"  {exercise.title} ({points})")))
        error = errors.pop(exercise.solution_id or exercise.grade_id, "")
        for line in [] if cell.outcome is Outcome.NOT_ATTEMPTED else explained(cell, error):
            say(console, Text(f"{'':{WIDTH + 6}}{printable(line)}"))
        outcomes += [] if exercise.manual else [cell.outcome]
    for note in (*checked.notes, *(f"{name} {error}." for name, error in errors.items())):
        say(console, Text(printable(note)))
    good = outcomes.count(Outcome.PASSED)
    say(console, Text(f"{good} of {len(outcomes)} exercises pass the visible checks; the grader tries more inputs."))
    return good == len(outcomes)


def explained(cell: CellResult, error: str) -> list[str]:
    """Why an exercise did not pass: the author's message, what its cell raised, where the check failed."""
    own = [f"Your cell {error}."] if error else []
    lines = [*cell.message.splitlines(), *own, *shown_detail(cell)]
    return [line for line in lines if not NOISE.search(line)]


def raised(result: NotebookResult) -> dict[str, str]:
    """What cells raised: a sentence by grade_id, or by what people call a cell of the student's own.

    A locked cell often fails because an answer above it is missing; only imports say something new.
    """
    from autograder.matching import is_answer, is_instructors, is_test, nbgrader_meta

    found = {}
    for number, cell in enumerate(result.executed_cells, 1):
        errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
        if not errors or errors[-1].ename in STOPPED or is_test(cell):
            continue
        error = errors[-1]
        locked = is_instructors(cell) and not is_answer(cell)
        if not locked or error.ename == "ModuleNotFoundError":
            line = re.search(r"Cell In\[\d+\], (line \d+)", "\n".join(error.traceback))
            text = f"{error.ename}: {error.evalue}".strip(": ").split("\n")[0]
            name = nbgrader_meta(cell).get("grade_id") or f"Cell {number}, one of your own,"
            found[name] = f"raised {text[:MAX_LINE]}" + (f" ({line[1]})" if line else "")
    return found


def shown_detail(cell: CellResult) -> list[str]:
    """Where a check failed and on what values, in lines for the student.

    `CellResult.detail` is for instructors, for the sake of hidden tests. Here are none, and the rest is the student's.
    """
    check, _, own = cell.detail.partition("In the student's process:\n")
    said = [line.strip() for line in cell.message.splitlines()]
    where = [line.strip() for line in check.splitlines() if not line.startswith("E ")]
    values = [line.removeprefix("E ").strip() for line in check.splitlines() if line.startswith("E ")]
    if cell.outcome is Outcome.FAILED:
        del values[:1]  # the first line of the message, behind the name of an exception
    lines = [re.sub(r"^<test cell .*>, line (\d+):$", r"in line \1 of the check:", line) for line in where]
    lines += [line for line in values if line not in said]
    for number, name, code in re.findall(r'  File "<ipython-input[^"]*", line (\d+), in (.+)\n    (.+)', own):
        lines += [f"in line {number} of your cell, in {name}:", code]
    return [line[:MAX_LINE] for line in lines if line][:MAX_LINES]


def say(console: Console, text: Text) -> None:
    """Prints a line, as long as it is."""
    console.print(text, soft_wrap=True)
