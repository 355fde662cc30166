"""``autograder verify``."""

import argparse

from rich.console import Console

from autograder.commands.arguments import Commands, add_command, add_workers, number_of

WHOLE_HELP = "run the whole notebook for each wrong answer, and for no other with it (slow)"
SEEDS_HELP = "instead: train the references of exercises with tiers with K seeds; fail where one misses a tier"


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "verify",
        run,
        help="prove that the tests of an assignment are good",
        description="Grades the reference, the untouched release, and all of wrong_answers/ and right_answers/.",
        example="autograder verify 03-training",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", nargs="*", help="default: all assignments")
    parser.add_argument("--exercise", metavar="CELL", help="only the answers of this solution cell (its grade_id)")
    parser.add_argument("--whole", action="store_true", help=WHOLE_HELP)
    parser.add_argument("--seeds", type=number_of("seeds", 1, 1000), metavar="K", help=SEEDS_HELP)
    add_workers(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Verifies."""
    from autograder.data import mnist_root
    from autograder.sandbox.warm import Warm

    with Warm(mnist_root()) as warm:
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
