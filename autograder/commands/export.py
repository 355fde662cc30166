"""``autograder export``."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.commands.arguments import ASSIGNMENT_HELP, Commands, add_command

if TYPE_CHECKING:
    from autograder.exports.graded_classes import GradedClass

# Format → (what it is, the file it is written to, an example).
FORMATS = {
    "csv": ("a table: a row for each student and assignment", "grades.csv", "export csv --output term.csv"),
    "json": ("all that students may see", "grades.json", "export json 03-training --output -"),
    "junit": ("test reports, as Jenkins and GitLab read them", "grades.xml", "export junit 03-training"),
    "canvas": ("what Canvas's gradebook imports", "canvas.csv", "export canvas 03-training --roster Grades.csv"),
    "moodle": ("what Moodle's gradebook imports", "moodle.csv", "export moodle 03-training --roster worksheet.csv"),
}
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")  # Gradescope's words
ROSTER_HELP = "what the LMS exported: its lines are kept as they are, and the grades filled in"
COLUMN_HELP = "what the LMS calls an assignment's column, where that is not its name; may be given again"
ISOLATION_HELP = "none: where Gradescope's container refuses sandboxes. Students' code can then read the hidden tests"
VISIBILITY_HELP = "when students see the results of tests (default: visible)"
INDEX_HELP = "package index to look into beside pip's own, such as that of PyTorch's builds for CPUs (4 GB smaller)"
UNSAFE = (
    "BUILT WITHOUT ISOLATION: on Gradescope, students' code runs as root beside the hidden tests. It can read and send "
    "away the tests and reference solutions, and write its own results.json. See docs/exports.md."
)


def add(commands: Commands) -> None:
    """Adds the command, and one for each format."""
    parser = add_command(
        commands,
        "export",
        run,
        help="write grades for other programs, or an autograder for Gradescope",
        description="Writes what was graded in the format of another program, or an autograder for Gradescope.",
        example="autograder export canvas 03-training --roster Grades.csv",
        course=False,
    )
    formats = parser.add_subparsers(required=True, metavar="FORMAT")
    for name, (what, file, example) in FORMATS.items():
        _add_format(formats, name, what, file, example)
    _add_gradescope(formats)


def _add_format(formats: Commands, name: str, what: str, file: str, example: str) -> None:
    """Adds a format of grades."""
    description = f"Writes {what}. By default, of all assignments of which something was graded."
    parser = add_command(formats, name, run, what, description, f"autograder {example}")
    parser.set_defaults(format=name, roster=None, column=[])
    parser.add_argument("assignments", metavar="ASSIGNMENT", nargs="*", help=ASSIGNMENT_HELP)
    _add_output(parser, file)
    parser.add_argument("--finished-only", action="store_true", help="leave out work that waits for a person")
    if name in ("canvas", "moodle"):
        parser.add_argument("--roster", type=Path, metavar="FILE", help=ROSTER_HELP)
        parser.add_argument(
            "--column", type=_pair, action="append", default=[], metavar="ASSIGNMENT=COLUMN", help=COLUMN_HELP
        )


def _add_gradescope(formats: Commands) -> None:
    """Adds the autograder for Gradescope."""
    description = "Makes a zip of this grader and one assignment, hidden tests and all, that Gradescope grades with."
    example = "autograder export gradescope 03-training"
    parser = add_command(formats, "gradescope", run_gradescope, "an autograder for Gradescope", description, example)
    parser.add_argument("assignment", metavar="ASSIGNMENT", help=ASSIGNMENT_HELP)
    _add_output(parser, "ASSIGNMENT.zip")
    parser.add_argument("--isolation", choices=("namespaces", "none"), default="namespaces", help=ISOLATION_HELP)
    parser.add_argument("--visibility", choices=VISIBILITIES, default=VISIBILITIES[0], help=VISIBILITY_HELP)
    parser.add_argument("--index-url", default="", metavar="URL", help=INDEX_HELP)


def _add_output(parser: argparse.ArgumentParser, file: str) -> None:
    """Adds ``--output``."""
    default = None if file.startswith("ASSIGNMENT") else Path(file)
    help = f"- is standard output (default: {file})"
    parser.add_argument("--output", type=Path, default=default, metavar="FILE", help=help)


def _pair(text: str) -> tuple[str, str]:
    """Reads ``ASSIGNMENT=COLUMN``."""
    assignment, equals, column = text.partition("=")
    if not (assignment and equals and column):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form ASSIGNMENT=COLUMN")
    return assignment, column


def run(options: argparse.Namespace, console: Console) -> int:
    """Exports grades."""
    from autograder.course import load_course
    from autograder.errors import SetupError
    from autograder.exports.graded_classes import read_classes
    from autograder.exports.output import write_output

    roster, output = options.roster, options.output
    if roster and output.resolve() == roster.resolve():
        raise SetupError(f"{output} is the roster: name another file with --output, so that the roster stays.")
    classes = read_classes(load_course(options.course_dir), options.assignments, options.finished_only)
    text, notes = export_text(options.format, classes, roster, dict(options.column))
    write_output(output, text.encode())
    say = _sayer(console, output)
    say(f"{sum(len(each.submissions) for each in classes)} submissions of {len(classes)} assignments: {output}")
    for note in (*notes, *_waiting(classes, options.finished_only)):
        say(note)
    return 0


def export_text(
    format: str, classes: Sequence["GradedClass"], roster: Path | None, columns: dict[str, str]
) -> tuple[str, tuple[str, ...]]:
    """An export as text, and sentences for the instructor.

    Args:
        format: one of `FORMATS`.
        classes: what was graded.
        roster: the file that Canvas or Moodle exported, if there is one.
        columns: assignment → what the LMS calls its column.

    Raises:
        SetupError: the roster cannot be used.
    """
    from autograder.exports.canvas import canvas_csv, fill_canvas
    from autograder.exports.grades_csv import grades_csv
    from autograder.exports.grades_json import grades_json
    from autograder.exports.junit import junit_xml
    from autograder.exports.lms_file import read_lms_file
    from autograder.exports.moodle import fill_moodle, moodle_csv

    plain = {"csv": grades_csv, "json": grades_json, "junit": junit_xml}
    if format in plain:
        return plain[format](classes), ()
    fresh, fill = {"canvas": (canvas_csv, fill_canvas), "moodle": (moodle_csv, fill_moodle)}[format]
    made = fill(read_lms_file(roster, format.title()), classes, columns) if roster else fresh(classes, columns)
    return made.text, made.notes


def _waiting(classes: Sequence["GradedClass"], left_out: bool) -> list[str]:
    """A sentence for each assignment in which work waits for a person."""
    from autograder.exports.graded_classes import listed

    then = "they were left out" if left_out else "what the machine gave was exported (--finished-only leaves them out)"
    return [
        f"{each.assignment.name}: {len(each.waiting)} submissions wait for a person ({listed(each.waiting)}); {then}."
        for each in classes
        if each.waiting
    ]


def run_gradescope(options: argparse.Namespace, console: Console) -> int:
    """Makes the zip."""
    from autograder.course import load_course
    from autograder.exports.output import write_output
    from autograder.gradescope import build_zip

    output = options.output or Path(f"{options.assignment}.zip")
    course = load_course(options.course_dir)
    data = build_zip(course, options.assignment, options.isolation, options.visibility, options.index_url)
    write_output(output, data)
    say = _sayer(console, output)
    say(f"{output} ({len(data) / 1e6:.0f} MB) holds the hidden tests: upload it under Configure Autograder, test it.")
    if options.isolation == "none":
        say(UNSAFE)
    return 0


def _sayer(console: Console, output: Path) -> Callable[[str], None]:
    """What prints a sentence where it is not in the way of an export on standard output."""
    from autograder.exports.cells import plain
    from autograder.exports.output import STANDARD_OUTPUT

    shown = Console(stderr=True) if output == STANDARD_OUTPUT else console
    return lambda text: shown.print(plain(text), highlight=False, markup=False, soft_wrap=True)
