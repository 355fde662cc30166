"""``autograder collect``."""

import argparse
from collections import Counter
from pathlib import Path

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command
from autograder.texts import printable

DOWNLOAD_HELP = "a zip file that the LMS gave you, or the folder it was unpacked to"
FROM_HELP = "whose download it is (default: auto, by the names in it)"
PATTERN_HELP = (
    "for any other LMS: a regular expression for the path of each file, with the named group student_id, and if you "
    "like file_id, timestamp, first_name, last_name, email (default: c.FileNameCollectorPlugin.named_regexp)"
)
ROSTER_HELP = "who is who: the file of nbgrader db student import (id, lms_user_id, email, first_name, last_name)"
UPDATE_HELP = "take what differs from a submission that is there, unless that is newer; the old one is kept beside it"


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "collect",
        run,
        help="take downloads of Canvas, Moodle or Gradescope into submitted/",
        description="Takes what an LMS lets you download into submitted/*/ASSIGNMENT; overwrites nothing.",
        example="autograder collect 03-training submissions.zip --roster students.csv",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)
    parser.add_argument("download", metavar="DOWNLOAD", nargs="+", type=Path, help=DOWNLOAD_HELP)
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--from", dest="lms", choices=("auto", "canvas", "moodle", "gradescope"), default="auto", help=FROM_HELP
    )
    way.add_argument("--pattern", metavar="REGEX", default="", help=PATTERN_HELP)
    parser.add_argument("--roster", metavar="CSV", type=Path, help=ROSTER_HELP)
    parser.add_argument("--update", action="store_true", help=UPDATE_HELP)
    parser.add_argument("--dry-run", action="store_true", help="show the same table, but change nothing")


def run(options: argparse.Namespace, console: Console) -> int:
    """Collects; 1 where something was not taken."""
    from rich.table import Table
    from rich.text import Text

    from autograder.collecting.collect import Outcome, Plan, collect
    from autograder.course import load_course

    course = load_course(options.course_dir)
    plan = Plan(options.lms, options.pattern, options.roster, options.update, options.dry_run)
    rows = collect(course, options.assignment, options.download, plan)
    table = Table("student", "in the download", "outcome", "why, and what to do")
    for row in rows:
        # Students choose these names: they must be neither markup nor a command to the terminal.
        cells = (row.student, row.source, row.outcome, row.note)
        table.add_row(*(Text(printable(text)) for text in cells))
    console.print(table)
    counts = Counter(row.outcome for row in rows)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]) or "nothing found"
    end = (
        "nothing was written (--dry-run)"
        if options.dry_run
        else course.path("submitted", "<student>", options.assignment)
    )
    console.print(f"{said}; {end}", highlight=False, markup=False, soft_wrap=True)
    return 1 if counts[Outcome.REFUSED] or not rows else 0
