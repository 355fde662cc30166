"""``autograder feedback``."""

import argparse

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "feedback",
        run,
        help="write the pages that students get back",
        description="Writes feedback/STUDENT/ASSIGNMENT/NOTEBOOK.html for all that was graded: points, messages, "
        "comments and the student's own work, without hidden tests. nbgrader's release_feedback hands them out.",
        example="autograder feedback 03-training --student ada",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)
    parser.add_argument("--student", action="append", metavar="S", help="only this student; may be given again")


def run(options: argparse.Namespace, console: Console) -> int:
    """Writes feedback."""
    from rich.progress import track

    from autograder.course import load_course
    from autograder.feedback import write_feedback
    from autograder.graded import read_graded

    course = load_course(options.course_dir)
    assignment = course.assignment(options.assignment)
    submissions = read_graded(course, assignment, options.student)
    shown = track(submissions, "feedback", console=console, transient=True, disable=not console.is_terminal)
    pages = sum(len(write_feedback(course, assignment, submission)) for submission in shown)
    console.print(
        f"{pages} pages for {len(submissions)} students: {course.path('feedback', '<student>', assignment.name)}",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip
    return 0
