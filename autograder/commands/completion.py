"""``autograder completion``."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from autograder.commands.arguments import Commands, add_command

SHELLS = ("bash", "zsh", "tcsh")
# Arguments that are names of folders of a course: metavar → where they are. Completed in the course folder.
FOLDERS = {"ASSIGNMENT": "source", "S": "submitted"}


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "completion",
        run,
        help="print what makes a shell complete this command",
        description="Prints a script with which the shell completes commands, options, and names of assignments.",
        example="autograder completion bash >> ~/.bash_completion",
        course=False,
    )
    parser.add_argument("shell", choices=SHELLS, help="which shell reads the script")


def run(options: argparse.Namespace, console: Console) -> int:
    """Prints the script."""
    import shtab

    from autograder.cli import parser  # which imports this module

    top = parser()
    for argument in arguments(top):
        if argument.metavar in FOLDERS:
            argument.complete = names_in(FOLDERS[str(argument.metavar)])  # type: ignore[attr-defined]  # shtab's own
        elif argument.type is Path:
            kind = shtab.DIRECTORY if argument.metavar == "FOLDER" else shtab.FILE
            argument.complete = kind  # type: ignore[attr-defined]  # shtab's own
    console.out(shtab.complete(top, options.shell), highlight=False)
    return 0


def arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments of a command line and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from arguments(command)


def names_in(folder: str) -> dict[str, str | dict[str, str]]:
    """What shtab needs to complete the names of the folders in `folder`."""
    function = f"_autograder_names_in_{folder}"
    return {
        "bash": function,
        "zsh": function,
        "tcsh": f"`ls {folder}`",
        "preamble": {
            "bash": f'{function}() {{ (cd ./{folder} 2> /dev/null && compgen -d -- "$1"); }}',
            "zsh": f'{function}() {{ compadd "$@" -- {folder}/*(/N:t) }}',
        },
    }
