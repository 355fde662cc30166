"""``autograder report``."""

import argparse

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "report",
        run,
        help="write a page about how the class fared",
        description="Writes reports/ASSIGNMENT.html: scores, exercises, common mistakes, accuracies, time and memory, "
        "and what needs a person. Run `autograder feedback` first to have each student's page linked.",
        example="autograder report 03-training",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)


def run(options: argparse.Namespace, console: Console) -> int:
    """Writes the report."""
    from autograder.course import load_course
    from autograder.graded import read_graded
    from autograder.report import write_report

    course = load_course(options.course_dir)
    assignment = course.assignment(options.assignment)
    graded = read_graded(course, assignment)
    path = write_report(course, assignment, graded, course.submissions(assignment.name))
    console.print(f"Report: {path}", highlight=False, markup=False, soft_wrap=True)
    return 0
