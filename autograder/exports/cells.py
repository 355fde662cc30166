"""Cells of spreadsheets: whatever a student is called, it stays a text, and no program runs it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from autograder.texts import storable

# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), the full-width signs included.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def plain(text: str) -> str:
    """A text without control characters, which neither XML nor a terminal should be given; line ends stay."""
    return CONTROL.sub("", storable(text))


def inert(text: str) -> str:
    """A plain text that no spreadsheet takes for a formula: an apostrophe is put before one that it would."""
    text = plain(text)
    return f"'{text}" if FORMULA.match(text) else text


def points(value: float) -> float | int:
    """Points as people write them: 3, 2.5, 33.3333."""
    rounded = round(value, 4)
    return int(rounded) if rounded.is_integer() else rounded


def csv_text(rows: Iterable[Sequence[str | float]], delimiter: str = ",") -> str:
    """Rows as CSV. Texts are quoted, so that none falls apart where a program expects another delimiter."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return out.getvalue()
