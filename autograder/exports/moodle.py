"""``autograder export moodle``: the CSV files that Moodle's gradebook, and its assignments, import."""

import html
from collections.abc import Iterator, Mapping, Sequence

from autograder.errors import SetupError
from autograder.exports.cells import csv_text, inert, points
from autograder.exports.graded_classes import GradedClass, students
from autograder.exports.lms_file import Export, Key, LmsFile, same_number
from autograder.graded import GradedSubmission

COLUMNS = ("First name", "Last name", "Username", "ID number", "Email address")
WORKSHEET = ("Identifier", "Grade", "Last modified (grade)")  # the columns that the import of a worksheet needs
MAX_GRADE = "Maximum Grade"
KEYS: tuple[Key, ...] = (
    ("Email address", lambda student: student.email),
    ("ID number", lambda student: student.lms_user_id),
    ("Username", lambda student: student.id),
    ("ID number", lambda student: student.id),
    ("Email address", lambda student: student.id),
)
WAITS = "A person has yet to look at this: the points may change."
NO_MOODLE = (
    "{path} is no export of Moodle: it has none of the columns {keys}. Export the gradebook as plain text, or "
    "download the assignment's grading worksheet, with Moodle set to English."
)
ONE_ONLY = "{path} is the grading worksheet of one assignment: name the assignment that is meant."
OTHER_POINTS = (
    "Moodle has a maximum grade of {theirs}, and here there are {ours} points: grades above it are not imported. "
    "Set the assignment's maximum grade to {ours}."
)


def moodle_csv(classes: Sequence[GradedClass], columns: Mapping[str, str]) -> Export:
    """The gradebook's file without a roster: a column of grades and one of comments for each assignment.

    Args:
        classes: what was graded.
        columns: assignment → what Moodle calls it, "Assignment: Name" where it is not in there.
    """
    names = [each.assignment.name for each in classes]
    titles = [columns.get(name, f"Assignment: {name}") for name in names]
    header = [*COLUMNS, *(column for title in titles for column in (title, f"{title} (Feedback)"))]
    rows: list[list[str | float]] = [[inert(name) for name in header]]
    for student, graded in students(classes).values():
        texts = (student.first_name, student.last_name, student.id, student.lms_user_id, student.email)
        cells: list[str | float] = list(map(inert, texts))
        for name in names:
            cells += [points(graded[name].total), inert(comment(graded[name]))] if name in graded else ["", ""]
        rows.append(cells)
    return Export(csv_text(rows))


def fill_moodle(file: LmsFile, classes: Sequence[GradedClass], columns: Mapping[str, str]) -> Export:
    """Moodle's own export, of the gradebook or of one assignment (its grading worksheet), with the grades in it.

    Raises:
        SetupError: it is no such export, or has no column for an assignment, or is another assignment's.
    """
    if all(file.index(column) is None for column, _ in KEYS):
        raise SetupError(NO_MOODLE.format(path=file.path, keys=", ".join(sorted({column for column, _ in KEYS}))))
    worksheet = all(file.index(column) is not None for column in WORKSHEET)
    if worksheet and len(classes) > 1:
        raise SetupError(ONE_ONLY.format(path=file.path))
    places = {each.assignment.name: _places(file, each.assignment.name, columns, worksheet) for each in classes}
    graded = students(classes)
    rows, notes = file.find((student for student, _ in graded.values()), KEYS)
    for student, row in rows.items():
        for assignment, submission in graded[student][1].items():
            grade, feedback = places[assignment]
            file.fill(row, grade, str(points(submission.total)))
            if feedback is not None:
                file.fill(row, feedback, inert(comment(submission)))
    if worksheet:
        notes += _other_points(file, classes[0])
    return Export(file.text(), tuple(notes))


def comment(submission: GradedSubmission) -> str:
    """What Moodle shows the student beside the grade. Moodle takes it for HTML: texts are escaped."""
    lines = [WAITS] if submission.waits else []
    for graded in submission.exercises:
        earned = f"{points(graded.score)} of {points(graded.exercise.points)}"
        said = " ".join(filter(None, (graded.shown_message, graded.comment)))
        lines.append(f"{graded.exercise.title}: {'waits for a person' if graded.waits else earned}. {said}".strip())
    if submission.late_penalty:
        lines.append(f"{points(submission.late_penalty)} points taken off for coming late.")
    # Moodle makes line ends of its own of those in a text: there are none.
    return "<br>".join(" ".join(html.escape(line).split()) for line in lines)


def _places(file: LmsFile, assignment: str, columns: Mapping[str, str], worksheet: bool) -> tuple[int, int | None]:
    """Where grades and comments of an assignment belong; None where the file has no place for comments."""
    if worksheet:
        return file.grade_column(assignment, columns.get(assignment), "Grade"), file.index("Feedback comments")
    title = f"Assignment: {assignment}"
    grade = file.grade_column(assignment, columns.get(assignment), f"{title} (Real)", title)
    called = file.header[grade].strip().removesuffix("(Real)").strip()
    return grade, file.index(f"{called} (Feedback)")


def _other_points(file: LmsFile, each: GradedClass) -> Iterator[str]:
    """A sentence where Moodle has another maximum."""
    place = file.index(MAX_GRADE)
    if place is None:
        return
    ours = points(each.max_score)
    for theirs in sorted({row[place] for row in file.rows if place < len(row)} - {""}):
        if not same_number(theirs, ours):
            yield OTHER_POINTS.format(theirs=theirs, ours=ours)
