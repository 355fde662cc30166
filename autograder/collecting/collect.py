"""``autograder collect``: an LMS's downloads into ``submitted/``. Nothing there is ever overwritten.

Of nbgrader's zip_collect, the plugin that reads file names is used (``FileNameCollectorPlugin``). Its extractor and its
application are not: they unpack archives inside archives with setuptools' unpack_archive, without a bound and with no
regard to links; ``--force`` empties folders; and one odd name (`fail`, which is `sys.exit`) ends it half-way.
"""

import filecmp
import logging
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

from autograder.collecting.archives import UNREADABLE, Bounds, Download, open_download
from autograder.collecting.downloads import Person, Sent, Sorted, newest, sort_by_pattern, sort_download
from autograder.collecting.roster import Roster, same_folder, student_id
from autograder.course import Course
from autograder.errors import SetupError, SubmissionError
from autograder.finding import find_notebooks
from autograder.scratch import Scratch

# nbgrader's own files: who could hand them in could say when, and choose where the feedback goes.
RESERVED = ("timestamp.txt", "submission_secret.txt")
REPLACED = ".replaced"  # no glob of nbgrader's finds it
TIMESTAMP = "%Y-%m-%d %H:%M:%S.%f UTC"  # nbgrader's format

SAME_ID = "{people} would be one student, {student}: use a --roster, or rename them in the unpacked download"
OTHER_CASE = "there is a student {other} already, whom some file systems take for the same: decide with a --roster"
NOT_A_FOLDER = "{target} is something else than a folder below submitted/: look what it is, and remove it"
ALREADY = "another submission is there already: look at both, or take this one with --update (the old one is kept)"
NOT_NEWER = "the one that is there is no older ({there}): nothing to do"
BEFORE = "it was replaced by the one that is there; if they went back to it, delete {old} and collect again"
NO_NOTEBOOK = "no notebook in it, only {files}: ask for the notebook (archives inside a submission are not unpacked)"
LARGE = "its files are larger than {mb:g} MB together: ask for less, or raise CourseDirectory.max_dir_size"
BROKEN = "{file}: {error}. Ask for it again"


class Outcome(StrEnum):
    """What became of a submission, or of a file that is in none."""

    TAKEN = "taken"
    UPDATED = "updated"
    THERE = "was there"
    REFUSED = "not taken"


@dataclass(frozen=True)
class Row:
    """One line of the summary.

    Attributes:
        student: the student id; empty where nobody knows.
        source: whom or what the LMS names.
        outcome: what became of it.
        note: why, and what to do.
    """

    student: str
    source: str
    outcome: Outcome
    note: str = ""


Arrival = tuple[str, Person, Sent]  # with the student id


@dataclass(frozen=True)
class Plan:
    """How to collect.

    Attributes:
        lms: "auto", "canvas", "moodle" or "gradescope".
        pattern: a regular expression with the group student_id, instead.
        roster: who is who; None to call students as the LMS does.
        update: take what differs from a submission that is there, unless that is newer.
        dry_run: write nothing below the course.
        bounds: how much a download may hold; None for nbgrader's settings.
    """

    lms: str = "auto"
    pattern: str = ""
    roster: Path | None = None
    update: bool = False
    dry_run: bool = False
    bounds: Bounds | None = None


def collect(course: Course, assignment: str, paths: Sequence[Path], plan: Plan) -> list[Row]:
    """Takes downloads of an LMS into ``submitted/``.

    Each submission is put together in a scratch folder and then renamed: a killed run leaves none half. Run again, it
    goes on.

    Args:
        course: whose students they are.
        assignment: its name.
        paths: zip files or folders.
        plan: how.

    Raises:
        CourseError: no such assignment.
        SetupError: a download or the roster cannot be read; nothing was taken.
    """
    names = [notebook.name for notebook in course.assignment(assignment).notebooks]
    find = Roster(plan.roster).find if plan.roster else lambda person: student_id(person.own)
    bounds = plan.bounds or Bounds(file=1000 * course.directory.max_file_size)
    sort = _sorter(course, plan)
    with ExitStack() as stack:
        downloads = [sort(stack.enter_context(open_download(path, bounds))) for path in paths]
        rows = [Row("", name, Outcome.REFUSED, why) for found in downloads for name, why in found.strange]
        arrivals, refused = _whose([sent for found in downloads for sent in found.sent.values()], find)
        root = course.root / course.directory.submitted_directory
        if not plan.dry_run:
            root.mkdir(parents=True, exist_ok=True)
        scratch = stack.enter_context(Scratch(".collecting-", None if plan.dry_run else root))
        taker = Taker(course, assignment, names, plan, scratch)
        return [*(taker.take(*arrival) for arrival in arrivals), *refused, *rows]


def _sorter(course: Course, plan: Plan) -> Callable[[Download], Sorted]:
    """What sorts a download into submissions."""
    from nbgrader.plugins import FileNameCollectorPlugin

    plugin = FileNameCollectorPlugin(config=course.config, log=logging.Logger("quiet", logging.CRITICAL))
    plugin.named_regexp = plan.pattern or plugin.named_regexp
    if not plan.pattern and (plan.lms != "auto" or not plugin.named_regexp):
        return partial(sort_download, lms=plan.lms)
    try:
        groups = re.compile(plugin.named_regexp).groupindex
    except re.error as error:
        raise SetupError(f"The pattern {plugin.named_regexp!r} is no regular expression: {error}.") from error
    if "student_id" not in groups:
        raise SetupError(f"The pattern {plugin.named_regexp!r} has no group (?P<student_id>…): add it.")
    return partial(sort_by_pattern, match=plugin.collect)


def _whose(submissions: Iterable[Sent], find: Callable[[Person], str]) -> tuple[list[Arrival], list[Row]]:
    """What can be taken, and rows of the rest."""
    known, refused = [], []
    people: defaultdict[str, set[str]] = defaultdict(set)
    for sent in submissions:
        for person in sent.people:
            try:
                student = find(person)
            except SubmissionError as error:
                refused.append(Row("", person.shown, Outcome.REFUSED, str(error)))
                continue
            known.append((student, person, sent))
            people[same_folder(student)].add(person.shown)
    arrivals = []
    for student, person, sent in sorted(known, key=lambda one: one[0]):
        namesakes = people[same_folder(student)]
        if len(namesakes) == 1:
            arrivals.append((student, person, sent))
        else:
            reason = SAME_ID.format(people=" and ".join(sorted(namesakes)), student=student)
            refused.append(Row(student, person.shown, Outcome.REFUSED, reason))
    return arrivals, refused


@dataclass
class Taker:
    """Puts submissions of an assignment into ``submitted/``, one at a time.

    Attributes:
        course: whose students they are.
        assignment: its name.
        notebooks: names of its notebooks.
        plan: how to collect.
        scratch: a folder, on the same file system.
        placed: in a dry run, where the submissions that would have been taken are.
    """

    course: Course
    assignment: str
    notebooks: list[str]
    plan: Plan
    scratch: Path
    placed: dict[Path, Path] = field(default_factory=dict)

    def take(self, student: str, person: Person, sent: Sent) -> Row:
        """Takes a submission, or says why not."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            draft = Path(folder) / "new"
            draft.mkdir()
            try:
                target = self._target(student)
                notes = [*self._unpack(sent, draft), *self._missing(draft)]
                outcome, where = self._place(sent, draft, target)
            except (SubmissionError, OSError) as error:
                return Row(student, person.shown, Outcome.REFUSED, str(error))
        late = ["late, says the LMS, but not since when: no penalty"] if sent.late and not sent.time else []
        return Row(student, person.shown, outcome, "; ".join([*where, *late, *notes]))

    def _target(self, student: str) -> Path:
        """Where a student's submission belongs."""
        target = self.course.path("submitted", student, self.assignment)
        own = target.parent if target.parent.name == student else target
        beside = os.listdir(own.parent) if own.parent.is_dir() else []
        others = [name for name in beside if name != own.name and same_folder(name) == same_folder(own.name)]
        if others:
            raise SubmissionError(OTHER_CASE.format(other=others[0]))
        root = self.course.root / self.course.directory.submitted_directory
        within = target.parent.resolve().is_relative_to(root.resolve())
        if not within or target.is_symlink() or (target.exists() and not target.is_dir()):
            raise SubmissionError(NOT_A_FOLDER.format(target=target))
        return target

    def _unpack(self, sent: Sent, draft: Path) -> Iterator[str]:
        """Writes the files of a submission, and when it was handed in; gives notes."""
        ignored = [".*", *self.course.directory.ignore]
        left = 1000 * self.course.directory.max_dir_size
        for path, member in newest(sent, self.notebooks):
            if any(fnmatchcase(part, glob) for part in path.parts for glob in ignored):
                continue
            if str(path).casefold() in RESERVED:
                yield f"{path} was left out: it is nbgrader's own"
                continue
            left -= member.size
            if left < 0:
                raise SubmissionError(LARGE.format(mb=self.course.directory.max_dir_size / 1000))
            try:
                member.copy(draft / path)
            except UNREADABLE as error:
                reason = error.strerror if isinstance(error, OSError) else str(error)
                raise SubmissionError(BROKEN.format(file=path, error=reason)) from error
        if sent.time:
            (draft / "timestamp.txt").write_text(sent.time.strftime(TIMESTAMP), encoding="utf-8")

    def _missing(self, draft: Path) -> list[str]:
        """What grading will find missing."""
        try:
            found = find_notebooks(draft, self.notebooks, self.course.directory.ignore)
        except SubmissionError:
            return ["several notebooks could be meant: rename the right one before you grade"]
        missing = [f"{name}.ipynb" for name, file in found.items() if file is None]
        if len(missing) == len(found):
            files = ", ".join(sorted(_content(draft))) or "files that nbgrader ignores"
            raise SubmissionError(NO_NOTEBOOK.format(files=files))
        return [f"{' and '.join(missing)} missing"] if missing else []

    def _place(self, sent: Sent, draft: Path, target: Path) -> tuple[Outcome, list[str]]:
        """Moves a draft to where it belongs, if it may; gives the outcome and notes."""
        there = self.placed.get(target, target)
        outcome, notes = Outcome.TAKEN, list[str]()
        if there.exists():
            if _same_files(there, draft):
                return Outcome.THERE, []
            self._may_replace(sent, draft, target)
            outcome = Outcome.UPDATED
        if self.plan.dry_run:
            self.placed[target] = draft.rename(tempfile.mkdtemp(dir=self.scratch))
            return outcome, notes
        if outcome is Outcome.UPDATED:
            notes = [f"the old one is in {_set_aside(target)}"]
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(target)  # fails where somebody else has put one there in the meantime
        return outcome, notes

    def _may_replace(self, sent: Sent, draft: Path, target: Path) -> None:
        """Refuses a submission for the sake of the one that is there.

        Raises:
            SubmissionError: nobody asked for an update, or it is none.
        """
        if not self.plan.update:
            raise SubmissionError(ALREADY)
        for old in _replaced(target).glob("*"):
            if _same_files(old, draft):
                raise SubmissionError(BEFORE.format(old=old))
        time = self.course.timestamp(self.placed.get(target, target))
        if time and sent.time and sent.time <= time.replace(tzinfo=UTC):
            raise SubmissionError(NOT_NEWER.format(there=f"{time:%Y-%m-%d %H:%M} UTC"))


def _replaced(target: Path) -> Path:
    """Where the earlier submissions of a student are, numbered."""
    return target.parent / REPLACED / target.name


def _set_aside(target: Path) -> Path:
    """Moves a submission to where grading does not look. A run killed now takes the new one the next time."""
    folder = _replaced(target)
    folder.mkdir(parents=True, exist_ok=True)
    number = 1 + max((int(path.name) for path in folder.iterdir() if path.name.isdecimal()), default=0)
    return target.rename(folder / str(number))


def _content(folder: Path) -> dict[str, Path]:
    """The files of a submission by their relative path, nbgrader's own left out."""
    files = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    found = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path for name, path in found.items() if name not in RESERVED}


def _same_files(one: Path, other: Path) -> bool:
    """Whether two submissions hold the same."""
    left, right = _content(one), _content(other)
    return left.keys() == right.keys() and all(filecmp.cmp(left[name], right[name], shallow=False) for name in left)
