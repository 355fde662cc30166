"""A CSV file that an LMS exported, in which grades are filled in and all else stays as it is."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SetupError
from autograder.exports.cells import csv_text
from autograder.recorded import Student

UNREADABLE = "{path} cannot be read: {problem}. Export it from {lms} again, as CSV, and give that file as it is."
NO_COLUMN = (
    "{path} has no column for {assignment}: give the assignment that name in {lms} and export again, or name the "
    "column that is meant: --column '{assignment}=COLUMN'. The columns are: {columns}."
)
NOT_IN_FILE = "{student}: nobody in the file fits."
SEVERAL = "{student}: the file leaves open who that is."
SAME_LINE = "{student}: the file's line fits somebody else as well."

Key = tuple[str, Callable[[Student], str]]  # a column, and what it holds of a student


@dataclass(frozen=True)
class Export:
    """A finished file.

    Attributes:
        text: of the file.
        notes: sentences on what the instructor should know.
    """

    text: str
    notes: tuple[str, ...] = ()


@dataclass
class LmsFile:
    """A table as an LMS exported it.

    Attributes:
        path: of the file.
        lms: its name, for people.
        header: names of the columns.
        rows: all others.
        delimiter: between two cells.
        mark: the byte order mark it began with, or nothing.
    """

    path: Path
    lms: str
    header: list[str]
    rows: list[list[str]]
    delimiter: str
    mark: str

    def index(self, *names: str) -> int | None:
        """Where the first of these columns that there is stands; upper and lower case are the same."""
        known = [_same(name) for name in self.header]
        return next((known.index(_same(name)) for name in names if _same(name) in known), None)

    def grade_column(self, assignment: str, chosen: str | None, *usual: str) -> int:
        """Where the grades of an assignment belong.

        Args:
            assignment: which.
            chosen: what the instructor calls the column; None for its usual name.
            usual: how the LMS calls it.

        Raises:
            SetupError: there is no such column.
        """
        found = self.index(*([chosen] if chosen else usual))
        if found is None:
            raise SetupError(
                NO_COLUMN.format(path=self.path, assignment=assignment, lms=self.lms, columns="; ".join(self.header))
            )
        return found

    def fill(self, row: int, column: int, value: str) -> None:
        """Writes a grade or a comment into a line; rows that end early are made longer."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = value

    def find(self, students: Iterable[Student], keys: Sequence[Key]) -> tuple[dict[str, int], list[str]]:
        """The lines of students.

        The first key that fits a line of the file decides. Nobody is guessed: a student who fits two lines, or two
        who fit the same, get none.

        Returns:
            Student id → index of the row; and a sentence for each student who has none.
        """
        tables = [(self._lines(column), of) for column, of in keys]
        found: dict[str, int] = {}
        notes = []
        for student in students:
            fitting = next((lines[_same(of(student))] for lines, of in tables if _same(of(student)) in lines), [])
            if len(fitting) == 1:
                found[student.id] = fitting[0]
            else:
                notes.append((SEVERAL if fitting else NOT_IN_FILE).format(student=student.id))
        shared = {row for row, count in Counter(found.values()).items() if count > 1}
        notes += [SAME_LINE.format(student=student) for student, row in found.items() if row in shared]
        return {student: row for student, row in found.items() if row not in shared}, notes

    def _lines(self, column: str) -> Mapping[str, list[int]]:
        """What a column holds → the rows that hold it; nothing where there is no such column."""
        lines: defaultdict[str, list[int]] = defaultdict(list)
        index = self.index(column)
        for number, row in enumerate(self.rows):
            if index is not None and index < len(row) and row[index].strip():
                lines[_same(row[index])].append(number)
        return dict(lines)

    def text(self) -> str:
        """The file with what was filled in."""
        return self.mark + csv_text([self.header, *self.rows], self.delimiter)


def read_lms_file(path: Path, lms: str) -> LmsFile:
    """Reads what an LMS exported.

    Raises:
        SetupError: it is no CSV file in UTF-8.
    """
    try:
        text = path.read_bytes().decode()
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix(mark)
        delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (OSError, ValueError, csv.Error) as error:
        raise SetupError(UNREADABLE.format(path=path, problem=error, lms=lms)) from error
    if not rows or len(rows[0]) < 2:
        raise SetupError(UNREADABLE.format(path=path, problem="it has no line of column names", lms=lms))
    return LmsFile(path, lms, rows[0], rows[1:], delimiter, mark)


def _same(text: str) -> str:
    """Equal for what is the same name or address to people."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def same_number(text: str, value: float) -> bool:
    """Whether a cell holds that number, with a decimal point or comma."""
    try:
        return float(text.replace(",", ".")) == value
    except ValueError:  # nothing, or a scale of words
        return False
