"""The ``autograder`` command."""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from autograder import __version__
from autograder.commands import (
    check,
    collect,
    completion,
    doctor,
    export,
    feedback,
    grade,
    release,
    report,
    similarity,
    verify,
)
from autograder.errors import AutograderError
from autograder.startup import quick_start

# In the order of a term.
COMMANDS = (
    release,
    collect,
    grade,
    feedback,
    report,
    similarity,
    export,
    verify,
    check,
    doctor,
    completion,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; gives the exit status.

    Args:
        arguments: the command line; that of the process by default.
    """
    options = parser().parse_args(arguments)
    console = Console(stderr=False)
    try:
        with quick_start():
            status: int = options.command(options, console)
    except AutograderError as error:
        Console(stderr=True).print(f"[bold red]autograder:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        Console(stderr=True).print("autograder: stopped; what was done so far is kept. Run it again to go on.")
        return 130
    return status


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="autograder",
        description="Release and grade the notebooks of an nbgrader course, safely.",
        epilog="example: autograder grade 03-training --workers 2",
    )
    top.add_argument("--version", action="version", version=f"autograder {__version__}")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())
