"""The ``autograder`` command: release, grade, verify."""

import argparse
import contextlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from autograder import __version__
from autograder.errors import AutograderError
from autograder.startup import quick_jsonschema

WORKERS_HELP = "submissions graded at a time (default: as course_config.py says, else one a core; 0: in this process)"
DEVICE_HELP = "where students' code runs (default: as course_config.py says)"
ENGINE_HELP = "ray grades on all machines of a Ray cluster (docs/cluster.md); --workers then counts on each of them"
ADDRESS_HELP = "of the Ray cluster (default: the one that runs on this machine, else a new one of this machine alone)"
ISOLATION_HELP = "none runs students' code as you, with your files: only where you trust every submission"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; gives the exit status.

    Args:
        arguments: the command line; that of the process by default.
    """
    options = parser().parse_args(arguments)
    console = Console(stderr=False)
    try:
        status: int = options.command(options, console)
    except AutograderError as error:
        Console(stderr=True).print(f"[bold red]autograder:[/] {escape(str(error))}", highlight=False, soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        Console(stderr=True).print("autograder: stopped; what was graded is recorded. Run it again to go on.")
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
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--course-dir", type=Path, default=Path(), help="folder that holds source/ (default: this one)")
    _add_release(commands, common)
    _add_grade(commands, common)
    _add_verify(commands, common)
    return top


def _add_release(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    release = commands.add_parser(
        "release", parents=[common], help="make the students' version of an assignment",
        description="Makes release/ASSIGNMENT from source/ASSIGNMENT through nbgrader's generate_assignment.",
        epilog="example: autograder release 03-training --check",
    )  # fmt: skip
    release.add_argument("assignment", metavar="ASSIGNMENT")
    release.add_argument(
        "--check", action="store_true", help="change nothing; fail if release/ is not what source/ gives"
    )
    release.set_defaults(command=run_release)


def _add_grade(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    grade = commands.add_parser(
        "grade", parents=[common], help="grade the submissions of an assignment",
        description="Grades submitted/*/ASSIGNMENT and records the results in gradebook.db and autograded/.",
        epilog="example: autograder grade 03-training --student ada --force",
    )  # fmt: skip
    grade.add_argument("assignment", metavar="ASSIGNMENT")
    grade.add_argument("--student", action="append", metavar="S", help="only this student; may be given again")
    grade.add_argument("--workers", type=_number_of("workers", 0, 1024), metavar="N", help=WORKERS_HELP)
    grade.add_argument("--device", choices=("auto", "cpu", "cuda"), help=DEVICE_HELP)
    grade.add_argument("--isolation", choices=("namespaces", "none"), help=ISOLATION_HELP)
    grade.add_argument("--engine", choices=("local", "ray"), default="local", help=ENGINE_HELP)
    grade.add_argument("--address", metavar="HOST:PORT", help=ADDRESS_HELP)
    grade.add_argument("--force", action="store_true", help="grade unchanged submissions again, too")
    grade.set_defaults(command=run_grade)


def _add_verify(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", common: argparse.ArgumentParser
) -> None:
    verify = commands.add_parser(
        "verify", parents=[common], help="prove that the tests of an assignment are good",
        description="Grades the reference, the untouched release, and all of wrong_answers/ and right_answers/.",
        epilog="example: autograder verify 03-training",
    )  # fmt: skip
    verify.add_argument("assignment", metavar="ASSIGNMENT", nargs="*", help="default: all assignments")
    verify.add_argument("--exercise", metavar="CELL", help="only the answers of this solution cell (its grade_id)")
    verify.add_argument(
        "--whole",
        action="store_true",
        help="run the whole notebook for each wrong answer, and for no other with it (slow)",
    )
    verify.add_argument(
        "--seeds",
        type=_number_of("seeds", 1, 1000),
        metavar="K",
        help="instead: train the references of exercises with tiers with K seeds; fail where one misses a tier",
    )
    verify.add_argument("--workers", type=_number_of("workers", 0, 1024), metavar="N", help=WORKERS_HELP)
    verify.set_defaults(command=run_verify)


def _number_of(what: str, least: int, most: int) -> Callable[[str], int]:
    """What reads a whole number from the command line."""

    def read(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of {what} ({least} to {most})")
        return int(text)

    return read


# Each command imports what it needs: --help must not wait for torch.


def run_release(options: argparse.Namespace, console: Console) -> int:
    """``autograder release``."""
    from autograder.course import load_course
    from autograder.release import check_release, release

    course = load_course(options.course_dir)
    if not options.check:
        folder = release(course, options.assignment)
        console.print(f"Released to {folder}", highlight=False, markup=False, soft_wrap=True)
        return 0
    differences = check_release(course, options.assignment)
    for line in differences:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    if differences:
        console.print(f"release/ is not what source/ gives. Run: autograder release {options.assignment}")
        return 1
    console.print(f"release/{options.assignment} is exactly what source/ gives.", highlight=False)
    return 0


def run_grade(options: argparse.Namespace, console: Console) -> int:
    """``autograder grade``."""
    from autograder.data import mnist_root
    from autograder.sandbox.warm import Warm

    local = options.engine == "local"
    # It imports torch while this process imports nbgrader. On a cluster, each node has its own.
    with Warm(mnist_root()) if local else contextlib.nullcontext() as warm:
        with quick_jsonschema():
            from autograder.course import load_course
            from autograder.progress import grade_with_progress
            from autograder.session import Options

        course = load_course(options.course_dir)
        run = Options(
            options.workers,
            options.device,
            options.isolation,
            options.force,
            engine=options.engine,
            address=options.address,
        )
        return grade_with_progress(course, options.assignment, options.student, run, console, warm)


def run_verify(options: argparse.Namespace, console: Console) -> int:
    """``autograder verify``."""
    from autograder.data import mnist_root
    from autograder.sandbox.warm import Warm

    with Warm(mnist_root()) as warm:
        with quick_jsonschema():
            from autograder.course import load_course
            from autograder.seeds import verify_seeds
            from autograder.verify import verify_with_table

        course = load_course(options.course_dir)
        names = options.assignment or list(course.assignments())
        if options.seeds:
            return max(verify_seeds(course, name, options.seeds, options.workers, warm, console) for name in names)
        statuses = [
            verify_with_table(course, name, options.exercise, options.whole, options.workers, warm, console)
            for name in names
        ]
        return max(statuses, default=0)


if __name__ == "__main__":
    sys.exit(main())
