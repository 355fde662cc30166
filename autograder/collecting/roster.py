"""Who is who: names of an LMS as student ids, and the roster that knows better."""

import csv
import hashlib
import unicodedata
from collections import defaultdict
from pathlib import Path

from autograder.collecting.downloads import Person
from autograder.errors import SetupError, SubmissionError

COLUMNS = ("id", "lms_user_id", "email", "first_name", "last_name")
MAX_ID = 60  # characters; a file name has 255 bytes

NO_NAME = "the download does not say whose it is: collect it by hand"
NOT_IN_ROSTER = "not in the roster: add a line for them"
WHO = "the roster leaves open who that is ({ids}): correct it"
NO_ID = "The roster {path} cannot be read: {student!r} in line {line} cannot be a student id."
NO_ROSTER = "The roster {path} cannot be read: {problem}. It needs a line of column names, with the column id."


def student_id(name: str) -> str:
    """A name as a student id: one folder on any system, no ``+`` (nbgrader's separator), no leading dot.

    Names that differ in more than spaces give different ids: what loses anything else gets a piece of its hash.

    Raises:
        SubmissionError: there is nothing in it.
    """
    name = unicodedata.normalize("NFC", name).strip()
    kept = "".join(c if c in "_.@-" or unicodedata.category(c)[0] in "LMN" else "-" for c in name.replace(" ", "_"))
    safe = kept.strip(".-")[:MAX_ID]
    if not name:
        raise SubmissionError(NO_NAME)
    if safe == name or (safe == name.replace(" ", "_") and "_" not in name):
        return safe
    return f"{safe}-{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:6]}".lstrip("-")


class Roster:
    """Who is who: the CSV file that ``nbgrader db student import`` takes.

    Args:
        path: its columns are id (the student id), and any of lms_user_id, email, first_name, last_name.

    Raises:
        SetupError: it cannot be read, or an id in it is none.
    """

    def __init__(self, path: Path) -> None:
        self.known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        try:
            text = path.read_text(encoding="utf-8-sig")
            lines = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=text.split("\n")[0].count))
            rows = [(lines.line_num, {key: (row[key] or "").strip() for key in COLUMNS if key in row}) for row in lines]
        except (OSError, ValueError, csv.Error) as error:
            raise SetupError(NO_ROSTER.format(path=path, problem=error)) from error
        if "id" not in (lines.fieldnames or ()):
            raise SetupError(NO_ROSTER.format(path=path, problem="there is no column id"))
        for line, row in rows:
            if not row["id"] or row["id"] != student_id(row["id"]):
                raise SetupError(NO_ID.format(path=path, line=line, student=row["id"]))
            self._add(row["id"], row)

    def _add(self, student: str, row: dict[str, str]) -> None:
        """Adds a line."""
        first, last = row.get("first_name", ""), row.get("last_name", "")
        number, email = row.get("lms_user_id", ""), row.get("email", "")
        keys = [("id", student), ("id", number), ("number", number), ("email", email)]
        for kind, value in (*keys, ("name", first + last), ("name", last + first)):
            self.known[kind, _plain(kind, value)].add(student)

    def find(self, person: Person) -> str:
        """The student id of someone.

        Raises:
            SubmissionError: nobody fits, or more than one does.
        """
        keys = [(kind, _plain(kind, value)) for kind, value in person.keys]
        fitting = [self.known[key] for key in keys if key[1] and key in self.known]
        if not fitting:
            raise SubmissionError(NOT_IN_ROSTER)
        if len(both := set.intersection(*fitting)) != 1:
            raise SubmissionError(WHO.format(ids=" or ".join(sorted(set.union(*fitting)))))
        return both.pop()


def _plain(kind: str, value: str) -> str:
    """A value as it is compared: of a name, the letters and digits only, for that is what Canvas leaves of it."""
    value = unicodedata.normalize("NFKC", value).casefold().strip()
    return "".join(c for c in value if c.isalnum()) if kind == "name" else value


def same_folder(name: str) -> str:
    """Equal for names that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
