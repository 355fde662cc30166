"""``autograder release``."""

import argparse

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "release",
        run,
        help="make the students' version of an assignment",
        description="Makes release/ASSIGNMENT from source/ASSIGNMENT through nbgrader's generate_assignment.",
        example="autograder release 03-training --check",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail if release/ is not what source/ gives"
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Releases, or checks what was released."""
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
