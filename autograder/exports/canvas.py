"""``autograder export canvas``: the CSV file that Canvas's gradebook imports."""

import re
from collections.abc import Iterator, Mapping, Sequence

from autograder.errors import SetupError
from autograder.exports.cells import csv_text, inert, points
from autograder.exports.graded_classes import GradedClass, listed, students
from autograder.exports.lms_file import Export, Key, LmsFile, same_number

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS_POSSIBLE = "Points Possible"
WITH_ID = re.compile(r"(.*) \((\d+)\)")  # how Canvas calls an assignment's column
# Canvas's own id comes first; that a student is called like somebody's login is what institutions agree on.
KEYS: tuple[Key, ...] = (
    ("ID", lambda student: student.lms_user_id),
    ("SIS User ID", lambda student: student.lms_user_id),
    ("SIS Login ID", lambda student: student.lms_user_id),
    ("SIS Login ID", lambda student: student.email),
    ("SIS Login ID", lambda student: student.id),
    ("SIS User ID", lambda student: student.id),
)
NO_LMS_ID = (
    "No lms_user_id in the gradebook for {students}: Canvas goes by their login there, which must be the student id. "
    "--roster with Canvas's own export is safer."
)
NO_CANVAS = "{path} is no export of Canvas's gradebook: it has no columns Student and ID."
OTHER_POINTS = "{column}: Canvas has {theirs} points possible, and here there are {ours}: the grades are out of {ours}."


def canvas_csv(classes: Sequence[GradedClass], columns: Mapping[str, str]) -> Export:
    """The file without a roster.

    Args:
        classes: what was graded.
        columns: assignment → what Canvas calls its column, "Name (ID)"; its own name where it is not in there.
    """
    names = [each.assignment.name for each in classes]
    header = [*COLUMNS, *(columns.get(name, name) for name in names)]
    possible = [f"    {POINTS_POSSIBLE}", "", "", "", "", *(points(each.max_score) for each in classes)]
    rows: list[list[str | float]] = []
    unknown = []
    for student, graded in students(classes).values():
        known = student.lms_user_id
        texts = (student.name, known if known.isdecimal() else "", "" if known.isdecimal() else known, student.id, "")
        grades = (points(graded[name].total) if name in graded else "" for name in names)
        rows.append([*map(inert, texts), *grades])
        unknown += [] if known else [student.id]
    notes = (NO_LMS_ID.format(students=listed(unknown)),) if unknown else ()
    return Export(csv_text([[inert(name) for name in header], possible, *rows]), notes)


def fill_canvas(file: LmsFile, classes: Sequence[GradedClass], columns: Mapping[str, str]) -> Export:
    """Canvas's own export with the grades in it; a student without one keeps what Canvas has.

    Raises:
        SetupError: it is no such export, or has no column for an assignment.
    """
    if file.index("ID") is None or file.index("Student", "LastName") is None:
        raise SetupError(NO_CANVAS.format(path=file.path))
    places = {each.assignment.name: _column(file, each.assignment.name, columns) for each in classes}
    graded = students(classes)
    rows, notes = file.find((student for student, _ in graded.values()), KEYS)
    for student, row in rows.items():
        for assignment, submission in graded[student][1].items():
            file.fill(row, places[assignment], str(points(submission.total)))
    notes += _other_points(file, classes, places)
    return Export(file.text(), tuple(notes))


def _column(file: LmsFile, assignment: str, columns: Mapping[str, str]) -> int:
    """Where an assignment's grades belong: the column called "Name (ID)"."""
    usual = [name for name in file.header if (found := WITH_ID.fullmatch(name)) and found[1] == assignment]
    return file.grade_column(assignment, columns.get(assignment), *usual, assignment)


def _other_points(file: LmsFile, classes: Sequence[GradedClass], places: Mapping[str, int]) -> Iterator[str]:
    """Sentences on assignments that are worth something else in Canvas."""
    for row in file.rows:
        if row and POINTS_POSSIBLE in row[0]:
            for each in classes:
                place, ours = places[each.assignment.name], points(each.max_score)
                theirs = row[place] if place < len(row) else ""
                if not same_number(theirs, ours):
                    yield OTHER_POINTS.format(column=file.header[place], theirs=theirs or "no", ours=ours)
