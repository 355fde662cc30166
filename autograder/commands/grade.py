"""``autograder grade``."""

import argparse
import contextlib

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command, add_workers

DEVICE_HELP = "where students' code runs (default: as course_config.py says)"
ENGINE_HELP = "ray grades on all machines of a Ray cluster (docs/cluster.md); --workers then counts on each of them"
ADDRESS_HELP = "of the Ray cluster (default: the one that runs on this machine, else a new one of this machine alone)"
ISOLATION_HELP = "none runs students' code as you, with your files: only where you trust every submission"


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "grade",
        run,
        help="grade the submissions of an assignment",
        description="Grades submitted/*/ASSIGNMENT and records the results in gradebook.db and autograded/.",
        example="autograder grade 03-training --student ada --force",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)
    parser.add_argument("--student", action="append", metavar="S", help="only this student; may be given again")
    add_workers(parser)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), help=DEVICE_HELP)
    parser.add_argument("--isolation", choices=("namespaces", "none"), help=ISOLATION_HELP)
    parser.add_argument("--engine", choices=("local", "ray"), default="local", help=ENGINE_HELP)
    parser.add_argument("--address", metavar="HOST:PORT", help=ADDRESS_HELP)
    parser.add_argument("--force", action="store_true", help="grade unchanged submissions again, too")


def run(options: argparse.Namespace, console: Console) -> int:
    """Grades."""
    from autograder.data import mnist_root
    from autograder.sandbox.warm import Warm

    local = options.engine == "local"
    # It imports torch while this process imports nbgrader. On a cluster, each node has its own.
    with Warm(mnist_root()) if local else contextlib.nullcontext() as warm:
        from autograder.course import load_course
        from autograder.progress import grade_with_progress
        from autograder.session import Options

        course = load_course(options.course_dir)
        run_options = Options(
            options.workers,
            options.device,
            options.isolation,
            options.force,
            engine=options.engine,
            address=options.address,
        )
        return grade_with_progress(course, options.assignment, options.student, run_options, console, warm)
