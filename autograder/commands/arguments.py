"""What several commands take on the command line."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from rich.console import Console

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run: TypeAlias = Callable[[argparse.Namespace, Console], int]

WORKERS_HELP = "submissions graded at a time (default: as course_config.py says, else one a core; 0: in this process)"
ASSIGNMENT_HELP = "name of a folder of source/"


def add_command(
    commands: Commands, name: str, run: Run, help: str, description: str, example: str, course: bool = True
) -> argparse.ArgumentParser:
    """Adds a command.

    Args:
        commands: the command line's.
        name: of the command.
        run: does it; gives the exit status.
        help: a few words for the list of commands.
        description: a sentence or two for its own ``--help``.
        example: a whole command line.
        course: it works on a course, so that it takes ``--course-dir``.
    """
    parser = commands.add_parser(name, help=help, description=description, epilog=f"example: {example}")
    if course:
        parser.add_argument(
            "--course-dir", type=Path, default=Path(), metavar="FOLDER", help="holds source/ (default: this one)"
        )
    parser.set_defaults(command=run)
    return parser


def number_of(what: str, least: int, most: int) -> Callable[[str], int]:
    """What reads a whole number from the command line."""

    def read(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of {what} ({least} to {most})")
        return int(text)

    return read


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Adds ``--workers``."""
    parser.add_argument("--workers", type=number_of("workers", 0, 1024), metavar="N", help=WORKERS_HELP)
