"""Whose each file of an LMS's download is, by the names that Canvas, Moodle and Gradescope give them."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml
from dateutil.parser import parse as parse_date
from dateutil.tz import gettz

from autograder.collecting.archives import UNREADABLE, Download, Member, clean_path
from autograder.errors import SetupError, SubmissionError

# lib/content_zipper.rb of Canvas: {name}[_LATE]_{number of the user}_{number of the file}_{the student's name of it}.
# As few characters as possible for the student's name: what follows the numbers is the student's to choose.
_CANVAS = re.compile(
    r"(?:(?P<name>.*?)_)?(?P<late>LATE_)?(?P<number>\d{1,19}|anon_[^_]+)_(?P<file_id>\d{1,19})_(?P<file>.+)",
    re.S | re.A,
)
# mod/assign/classes/downloader.php of Moodle: {name}_{number}_assignsubmission_{kind}, then "/" or "_" (once "_/").
_MOODLE = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z0-9]+)(?:_(?P<file>.*))?", re.S | re.A
)
_METADATA = "submission_metadata.yml"

NOT_CANVAS = "it is not named as Canvas names files, so nobody knows whose it is (text typed into Canvas has no file)"
NOT_MOODLE = "it is not named as Moodle names files, so nobody knows whose it is"
NOT_GRADESCOPE = "submission_metadata.yml does not say whose it is"
NO_MATCH = "the pattern does not match it, or its extension is not in c.FileNameCollectorPlugin.valid_ext"
TYPED = "typed into Moodle ({kind}), not a file: ask for the notebook"
TWO = "two files of theirs are {path}: unpack the download, remove one, and give the folder"
NO_DATE = "its time, {time!r}, is no date: correct the pattern"
NO_METADATA = "{path} holds no submission_metadata.yml that can be read: export the submissions from Gradescope again."
UNKNOWN = (
    "{path} is not named as Canvas, Moodle or Gradescope name their downloads: say which it is (--from), "
    "or how its files are named (--pattern)."
)


@dataclass(frozen=True)
class Person:
    """Someone as an LMS names them.

    Attributes:
        own: what stays the same from assignment to assignment.
        shown: what tells them from all others of the same assignment, for people.
        keys: (column, value) pairs that a roster may know: "name", "email", "number" of the LMS, "id".
    """

    own: str
    shown: str
    keys: tuple[tuple[str, str], ...] = ()


@dataclass
class Sent:
    """One submission as an LMS sends it.

    Attributes:
        people: who handed it in; more than one in a group.
        files: (path in the submission, file, number that rises with time) for each.
        time: when it was handed in; None where the LMS does not say.
        late: the LMS says that it came late.
    """

    people: tuple[Person, ...]
    files: list[tuple[PurePosixPath, Member, int]] = field(default_factory=list)
    time: datetime | None = None
    late: bool = False


class Sorted:
    """The submissions of a download; `strange` holds (name, reason) of what is nobody's."""

    def __init__(self, download: Download) -> None:
        self.sent: dict[Hashable, Sent] = {}
        self.strange = list(download.refused)

    def of(self, *people: Person, key: Hashable = None) -> Sent:
        """The submission of some people (the one with that key, where they may have several)."""
        return self.sent.setdefault((people, key), Sent(people))

    def nobodys(self, member: Member, reason: str) -> None:
        """Notes a file that is in no submission."""
        self.strange.append((str(member.path), reason))


def sort_download(download: Download, lms: str) -> Sorted:
    """Sorts the files of a download into submissions.

    Args:
        download: of an LMS.
        lms: its name; "auto" for the one that most names fit. No student alone can turn that.

    Raises:
        SetupError: it is none that is known, or lacks the file that says whose the submissions are.
    """
    ways = {"canvas": _sort_canvas, "moodle": _sort_moodle, "gradescope": _sort_gradescope}
    if lms == "auto":
        names = [member.path for member in download.members]
        names += [PurePosixPath(name) for name, _ in download.refused]
        fit = {
            "moodle": sum(any(map(_MOODLE.fullmatch, path.parts)) for path in names),
            "canvas": sum(_CANVAS.fullmatch(path.name) is not None for path in names),
            "gradescope": len(names) if _find_metadata(download) else 0,
        }
        lms = max(fit, key=lambda name: fit[name])
        if not fit[lms]:
            raise SetupError(UNKNOWN.format(path=download.path))
    return ways[lms](download)


def _sort_canvas(download: Download) -> Sorted:
    """Canvas: one folder, whose file names begin with the student."""
    found = Sorted(download)
    for member in download.members:
        if not (match := _CANVAS.fullmatch(member.path.name)) or not (file := clean_path(match["file"])):
            found.nobodys(member, NOT_CANVAS)
            continue
        name, number = match["name"] or "", match["number"]
        sent = found.of(Person(number, f"{name} ({number})", (("number", number), ("name", name))))
        sent.files.append((file, member, int(match["file_id"])))
        sent.late |= match["late"] is not None
    return found


def _sort_moodle(download: Download) -> Sorted:
    """Moodle: a folder for each student, or one folder whose file names begin with the student."""
    found = Sorted(download)
    for member in download.members:
        parts = member.path.parts
        at, match = next(((i, m) for i, part in enumerate(parts) if (m := _MOODLE.fullmatch(part))), (0, None))
        inside = "/".join(parts[at + 1 :]) or (match["file"] if match else None) or ""
        if not match or not (file := clean_path(inside)):
            found.nobodys(member, NOT_MOODLE)
        elif match["kind"] != "file":
            found.nobodys(member, TYPED.format(kind=match["kind"]))
        else:
            # Its number is another one in each assignment, so it says nothing to a roster.
            shown = f"{match['name']} ({match['number'] or 'no number'})"
            found.of(Person(match["name"], shown, (("name", match["name"]),))).files.append((file, member, 0))
    return found


def _sort_gradescope(download: Download) -> Sorted:
    """Gradescope: a folder for each submission, and a file that says whose they are."""
    found = Sorted(download)
    base, metadata = _read_metadata(download)
    for member in download.members:
        if member.path == base / _METADATA:
            continue
        inside = member.path.relative_to(base).parts if member.path.is_relative_to(base) else ("",)
        about = metadata.get(inside[0])
        about = about if isinstance(about, dict) else {}
        people = [_gradescope_person(p) for p in about.get(":submitters") or () if isinstance(p, dict)]
        if not people:
            found.nobodys(member, NOT_GRADESCOPE)
            continue
        sent = found.of(*people, key=inside[0])
        sent.files.append((PurePosixPath(*(inside[1:] or inside)), member, 0))
        time = about.get(":created_at")
        sent.time = time.astimezone(UTC) if isinstance(time, datetime) and time.tzinfo else None
    return found


def _gradescope_person(about: dict[Any, Any]) -> Person:
    """A submitter of submission_metadata.yml."""
    name, sid, email = (str(about.get(f":{key}") or "") for key in ("name", "sid", "email"))
    return Person(sid or email or name, f"{name} ({sid or email})", (("id", sid), ("email", email), ("name", name)))


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C one needs libyaml
    """Reads plain YAML; of Ruby's own objects, the plain part."""


_Loader.add_multi_constructor(
    "!ruby/", lambda loader, _, node: loader.construct_mapping(node, True) if isinstance(node, yaml.MappingNode) else ""
)


def _find_metadata(download: Download) -> Member | None:
    """Gradescope's own submission_metadata.yml, not one that a student handed in."""
    for member in download.members:
        folders, name = member.path.parts[:-1], member.path.name
        if name == _METADATA and (not folders or (len(folders) == 1 and folders[0].endswith("export"))):
            return member
    return None


def _read_metadata(download: Download) -> tuple[PurePosixPath, dict[Any, Any]]:
    """The folder of submission_metadata.yml, and what it says by folder."""
    member = _find_metadata(download)
    try:
        if member is None:
            raise ValueError
        with member.open() as stream:
            read = yaml.load(stream, _Loader)
        if not isinstance(read, dict):
            raise ValueError
    except (*UNREADABLE, yaml.YAMLError, RecursionError) as error:
        raise SetupError(NO_METADATA.format(path=download.path)) from error
    return member.path.parent, read


def sort_by_pattern(download: Download, match: Callable[[str], dict[str, str | None] | None]) -> Sorted:
    """Sorts by what an instructor's pattern finds in the path of each file.

    Args:
        download: of any LMS.
        match: ``FileNameCollectorPlugin.collect``.
    """
    found = Sorted(download)
    for member in download.members:
        groups = {key: value for key, value in (match(str(member.path)) or {}).items() if value}
        file = clean_path(groups.get("file_id", member.path.stem))
        if "student_id" not in groups or file is None:
            found.nobodys(member, NO_MATCH)
            continue
        try:
            time = _read_time(groups["timestamp"]) if "timestamp" in groups else None
        except (ValueError, OverflowError):
            found.nobodys(member, NO_DATE.format(time=groups["timestamp"]))
            continue
        own = groups["student_id"]
        name = " ".join(groups[key] for key in ("first_name", "last_name") if key in groups)
        sent = found.of(Person(own, own, (("id", own), ("email", groups.get("email", "")), ("name", name))))
        stem = file.stem if file.suffix == member.path.suffix else file.name  # as nbgrader does
        sent.files.append((file.with_name(stem + member.path.suffix), member, int(time.timestamp()) if time else 0))
        sent.time = max(filter(None, (sent.time, time)), default=None)
    return found


def newest(sent: Sent, notebooks: Collection[str]) -> Iterator[tuple[PurePosixPath, Member]]:
    """The files of a submission by name, where Canvas has numbered what was handed in again (``a1-2.ipynb``).

    The last one gets the notebook's name. Earlier ones are kept under another.

    Raises:
        SubmissionError: nothing says which of two files of one name is the last.
    """
    versions: defaultdict[PurePosixPath, list[tuple[int, PurePosixPath, Member]]] = defaultdict(list)
    for path, member, number in sent.files:
        plain = path.with_name(re.sub(r"-\d+(?=\.ipynb$)", "", path.name))
        numbered = number and path.stem not in notebooks and plain.stem in notebooks
        versions[plain if numbered else path].append((number, path, member))
    for path, members in versions.items():
        *earlier, (last, _, member) = sorted(members, key=lambda one: one[0])
        if earlier and earlier[-1][0] == last:
            raise SubmissionError(TWO.format(path=path))
        yield path, member
        for number, old, member in earlier:
            yield old.with_name(f"{old.stem}-earlier-{number}{old.suffix}"), member


def _read_time(text: str) -> datetime:
    """A time in any usual form, in UTC; one without a time zone is UTC, as in nbgrader.

    Raises:
        ValueError: it is no date (OverflowError: nor a sensible one).
    """
    # Not nbgrader's parse_utc: it takes "+0100" for a hundred seconds.
    found: datetime = parse_date(text, tzinfos=lambda name, offset: gettz(name) if offset is None else offset)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
