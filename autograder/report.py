"""The instructor's report on an assignment: how the class fared, what went wrong, and what needs a person."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import relpath
from pathlib import Path
from statistics import mean, median

from autograder.course import Assignment, Course, Submission
from autograder.errors import SubmissionError
from autograder.files import FOR_ITS_GROUP, FOR_ITS_OWNER, replace_file
from autograder.finding import find_notebooks
from autograder.graded import GradedExercise, GradedSubmission
from autograder.pages import templates
from autograder.reading import read_submission
from autograder.results import UNTRUSTED, Outcome

COMMON = 15  # messages that are shown
ODD = 5  # submissions that took longest, or most memory
BARS = 10
GRADER_ERROR = "{title}: the test itself failed; mend it and grade again, or give the points by hand"
AGAIN = "{title}: points were given by hand, and the answer was graded again since: do they still hold?"
CHANGED = "handed in again after it was graded: run `autograder grade {assignment}`"
NOT_GRADED = "not graded yet: run `autograder grade {assignment}`"


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram: how many values lie in [low, high), and the share of the highest bar's height."""

    low: float
    high: float
    count: int
    height: float


@dataclass(frozen=True)
class Histogram:
    """Values in bars of equal width, in percent.

    Attributes:
        title: what the values are.
        bars: from the lowest.
        marks: values to draw a line at, with their labels.
    """

    title: str
    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, str], ...] = ()

    @property
    def words(self) -> str:
        """The same for those who cannot see it."""
        return "; ".join(f"{b.low:g} to {b.high:g} %: {b.count}" for b in self.bars if b.count) or "no values"

    def place(self, value: float) -> float:
        """Where a value lies between the left end (0) and the right end (1)."""
        low, high = self.bars[0].low, self.bars[-1].high
        return min(1.0, max(0.0, (value - low) / (high - low)))


@dataclass(frozen=True)
class ExerciseRow:
    """How the class fared in one exercise: how many students by outcome, and the mean of the points."""

    title: str
    points: float
    mean: float
    passed: int
    partial: int
    failed: int
    open: int
    waits: int

    @property
    def students(self) -> int:
        """All of them."""
        return self.passed + self.partial + self.failed + self.open + self.waits

    def percent(self, count: int) -> float:
        """A number of students in percent."""
        return 100 * count / max(1, self.students)


@dataclass(frozen=True)
class Message:
    """A message of a test, and who got it."""

    exercise: str
    text: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class StudentRow:
    """One student: points, time and memory, pages to look at (relative links), and what a person must look at."""

    id: str
    name: str
    total: float
    max_score: float
    late_penalty: float
    seconds: float
    peak_mb: float
    pages: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What the page shows."""

    assignment: str
    made: str
    students: tuple[StudentRow, ...]
    not_graded: tuple[tuple[str, str], ...]
    by_hand: tuple[tuple[str, int], ...]
    scores: Histogram
    exercises: tuple[ExerciseRow, ...]
    messages: tuple[Message, ...]
    accuracies: tuple[Histogram, ...]

    @property
    def mean(self) -> float:
        """Mean of the points that count."""
        return mean(s.total for s in self.students)

    @property
    def median(self) -> float:
        """Median of them."""
        return median(s.total for s in self.students)

    @property
    def needy(self) -> tuple[StudentRow, ...]:
        """Students of whose submission a person must look at something."""
        return tuple(s for s in self.students if s.needs)

    @property
    def slowest(self) -> list[StudentRow]:
        """Those whose grading took longest."""
        return sorted(self.students, key=lambda s: -s.seconds)[:ODD]

    @property
    def largest(self) -> list[StudentRow]:
        """Those who used most memory."""
        return sorted(self.students, key=lambda s: -s.peak_mb)[:ODD]

    def middle(self, values: str) -> float:
        """Median of ``seconds`` or ``peak_mb``."""
        return float(median(getattr(s, values) for s in self.students))


def report_path(course: Course, assignment: str) -> Path:
    """Where the report is written."""
    return course.root / "reports" / f"{assignment}.html"


def write_report(
    course: Course, assignment: Assignment, graded: Sequence[GradedSubmission], submitted: Iterable[Submission]
) -> Path:
    """Writes ``reports/<assignment>.html``.

    Args:
        course: whose.
        assignment: which.
        graded: at least one submission.
        submitted: what is in ``submitted/`` now.
    """
    path = report_path(course, assignment.name)
    report = make_report(course, assignment, graded, submitted)
    html = templates().get_template("report.html.j2").render(report=report)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, html.encode(), FOR_ITS_GROUP if course.directory.groupshared else FOR_ITS_OWNER)
    return path


def make_report(
    course: Course, assignment: Assignment, graded: Sequence[GradedSubmission], submitted: Iterable[Submission]
) -> Report:
    """Gathers what the page shows."""
    by_student = {s.student.id: s for s in graded}
    changed, not_graded = {}, []
    for submission in submitted:
        known = by_student.get(submission.student)
        if known is None:
            not_graded.append((submission.student, _why_not(course, assignment, submission)))
        elif _is_newer(course, submission, known):
            changed[submission.student] = CHANGED.format(assignment=assignment.name)
    by_hand = Counter(e.exercise.title for s in graded for e in s.exercises if _is_unread(e))
    shares = [100 * s.total / s.max_score for s in graded if s.max_score]
    return Report(
        assignment.name,
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        tuple(_student_row(course, assignment, s, changed.get(s.student.id)) for s in graded),
        tuple(not_graded),
        tuple(by_hand.items()),
        histogram("Points in percent, late penalties taken off", shares, 0.0),
        tuple(_exercise_row(group) for group in _by_exercise(graded)),
        tuple(common_messages(graded)),
        tuple(_accuracies(group) for group in _by_exercise(graded) if any(e.measurement for _, e in group)),
    )


def histogram(title: str, values: Sequence[float], low: float, marks: tuple[tuple[float, str], ...] = ()) -> Histogram:
    """Values in percent, in bars from `low` to 100; what is below or above counts in the outermost."""
    width = (100.0 - low) / BARS
    counts = Counter(min(BARS - 1, max(0, int((value - low) / width))) for value in values)
    highest = max(counts.values(), default=1)
    bars = (Bar(low + i * width, low + (i + 1) * width, counts[i], counts[i] / highest) for i in range(BARS))
    return Histogram(title, tuple(bars), marks)


def common_messages(graded: Iterable[GradedSubmission]) -> list[Message]:
    """The messages that most students got, with the students."""
    students: dict[tuple[str, str], list[str]] = defaultdict(list)
    for submission in graded:
        for e in submission.exercises:
            if e.message and e.outcome in (Outcome.FAILED, Outcome.PARTIAL):
                students[e.exercise.title, e.message].append(submission.student.id)
    ordered = sorted(students.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Message(title, text, tuple(who)) for (title, text), who in ordered[:COMMON]]


Group = list[tuple[str, GradedExercise]]


def _by_exercise(graded: Iterable[GradedSubmission]) -> list[Group]:
    """(student, exercise) of each exercise, in the order of the notebooks."""
    groups: dict[tuple[str, str], Group] = defaultdict(list)
    for submission in graded:
        for notebook in submission.notebooks:
            for e in notebook.exercises:
                groups[notebook.name, e.exercise.grade_id].append((submission.student.id, e))
    return list(groups.values())


def _exercise_row(group: Group) -> ExerciseRow:
    """One exercise. Points by hand count as the points of a test do."""
    exercise = group[0][1].exercise
    counts: Counter[str] = Counter()
    for _, e in group:
        attempted = e.outcome is not Outcome.NOT_ATTEMPTED
        counts[
            "waits" if e.waits
            else "passed" if e.score >= exercise.points
            else "partial" if e.score > 0
            else "failed" if attempted
            else "open"
        ] += 1  # fmt: skip
    return ExerciseRow(
        exercise.title,
        exercise.points,
        mean(e.score for _, e in group),
        *(counts[name] for name in ("passed", "partial", "failed", "open", "waits")),
    )


def _accuracies(group: Group) -> Histogram:
    """The accuracies of an exercise that trains a network, with the tiers of its points."""
    found = [e.measurement for _, e in group if e.measurement]
    values = [100 * m.reached for m in found]
    tiers = {threshold: points for m in found for threshold, points in m.tiers}
    marks = tuple((100 * threshold, f"{points:g} points") for threshold, points in sorted(tiers.items()))
    lowest = min([*values, *(place for place, _ in marks)])
    return histogram(group[0][1].exercise.title, values, max(0.0, 10 * (lowest // 10)), marks)


def _student_row(course: Course, assignment: Assignment, graded: GradedSubmission, changed: str | None) -> StudentRow:
    """One student."""
    student, folder = graded.student, report_path(course, assignment.name).parent
    feedback = course.path("feedback", student.id, assignment.name)
    paths = [feedback / f"{n.name}.html" for n in graded.notebooks]
    pages = tuple((path.stem, Path(relpath(path, folder)).as_posix()) for path in paths if path.is_file())
    return StudentRow(
        student.id,
        student.name,
        graded.total,
        graded.max_score,
        graded.late_penalty,
        sum(n.seconds or 0.0 for n in graded.notebooks),
        max((n.peak_mb or 0.0 for n in graded.notebooks), default=0.0),
        pages,
        tuple([changed] if changed else []) + tuple(_needs(graded)),
    )


def _needs(graded: GradedSubmission) -> Iterable[str]:
    """What a person must look at, or may want to."""
    for e in graded.exercises:
        if e.waits and not _is_unread(e):
            yield (GRADER_ERROR if e.outcome is Outcome.GRADER_ERROR else AGAIN).format(title=e.exercise.title)
        if not e.trusted:
            yield f"{e.exercise.title}: {UNTRUSTED}"
    for notebook in graded.notebooks:
        yield from notebook.incidents


def _is_unread(graded: GradedExercise) -> bool:
    """Whether it waits for a person because it is one of those that persons grade: that is no surprise."""
    return graded.exercise.manual and graded.waits and not graded.by_hand


def _is_newer(course: Course, submission: Submission, graded: GradedSubmission) -> bool:
    """Whether something was handed in after what was graded."""
    try:
        handed_in = course.timestamp(submission.folder)
    except SubmissionError:
        return True
    if handed_in is not None:
        return handed_in != graded.timestamp
    paths = [n.path for n in graded.notebooks if n.path]
    submitted = [submission.folder / path.name for path in paths]
    return any(
        s.is_file() and s.stat().st_mtime > path.stat().st_mtime for s, path in zip(submitted, paths, strict=True)
    )


def _why_not(course: Course, assignment: Assignment, submission: Submission) -> str:
    """Why a submission was not graded."""
    names = [n.name for n in assignment.notebooks]
    try:
        for found in find_notebooks(submission.folder, names, course.directory.ignore).values():
            if found:
                read_submission(found.path)
    except (SubmissionError, OSError) as error:
        return str(error)
    return NOT_GRADED.format(assignment=assignment.name)
