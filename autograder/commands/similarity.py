"""``autograder similarity``."""

import argparse
from pathlib import Path

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command
from autograder.texts import printable

DESCRIPTION = (
    "Compares submitted/*/ASSIGNMENT with each other, whatever names and formatting were changed, and writes a page "
    "with those that are alike side by side. No submission is run. Alike is a reason to look, not a proof."
)
OUTPUT_HELP = "the page (default: reports/similarity-ASSIGNMENT.html in the course folder)"
THRESHOLD_HELP = "the least score that is shown, 0.1 to 0.99 (default: 0.8)"
MAX_ROWS = 20


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "similarity",
        run,
        help="show which submissions are alike",
        description=DESCRIPTION,
        example="autograder similarity 03-training --threshold 0.7",
    )
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)
    parser.add_argument("--output", type=Path, metavar="FILE", help=OUTPUT_HELP)
    parser.add_argument("--threshold", type=threshold, default=0.8, metavar="SCORE", help=THRESHOLD_HELP)


def threshold(text: str) -> float:
    """Reads a score from the command line."""
    try:
        score = float(text)
    except ValueError:
        score = 0.0
    if not 0.1 <= score <= 0.99:
        raise argparse.ArgumentTypeError(f"{text!r} is not a score (0.1 to 0.99)")
    return score


def run(options: argparse.Namespace, console: Console) -> int:
    """Compares, writes the page, names the pairs."""
    from autograder.course import load_course
    from autograder.similarity import find_similar
    from autograder.similarity_page import write_page

    course = load_course(options.course_dir)
    found = find_similar(course, options.assignment, options.threshold)
    path = options.output or course.root / "reports" / f"similarity-{options.assignment}.html"
    write_page(found, path)
    lines = [f"{p.score:.2f}  {p.first.student} and {p.second.student}" for p in found.pairs[:MAX_ROWS]]
    if len(found.pairs) > MAX_ROWS:
        lines.append(f"… and {len(found.pairs) - MAX_ROWS} more pairs on the page")
    if found.problems:
        lines.append(f"Not compared, or not in full: {', '.join(sorted({s for s, _ in found.problems}))}")
    lines.append(
        f"{len(found.works)} submissions compared: {len(found.pairs)} pairs are alike over several exercises, "
        f"{len(found.single)} in one. Side by side in {path}"
    )
    for line in lines:
        console.print(printable(line), markup=False, highlight=False, soft_wrap=True)
    return 0
