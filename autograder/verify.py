"""``autograder verify``: proves that an assignment's tests are good.

The reference solution must earn full marks, the untouched release none, each wrong answer must lose its own exercise
and no other, and each right alternative must earn full marks.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.answers import Answer, read_answers, write_submission
from autograder.course import Assignment, Course, Exercise, Submission
from autograder.dependencies import needed, reached, uses
from autograder.errors import CourseError
from autograder.progress import shown
from autograder.results import CellResult, Outcome, SubmissionResult
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session


@dataclass(frozen=True)
class Trial:
    """One submission to be graded, and what must come of it.

    Attributes:
        kind: reference, untouched, wrong or right.
        answers: what it has in place of the reference. Right ones of different exercises share a trial, since all of
            it must be full; wrong ones where none can reach what another is judged by, so that what is lost is its
            own doing. Where a shared trial does not come out as it must, each wrong answer is tried by itself.
        alone: solution cells: run only what answers to these reach; None runs everything. The reference is tried so,
            too: otherwise a wrong answer might lose because something it needs was left out.
    """

    kind: str
    answers: tuple[Answer, ...] = ()
    alone: frozenset[str] | None = None

    @property
    def cells(self) -> dict[str, str | None] | None:
        """For `write_submission`."""
        return None if self.kind == "untouched" else {a.solution_id: a.source for a in self.answers}

    def problems(self, exercise: Exercise, cell: CellResult) -> str | None:
        """What is wrong with the result of one exercise; None when it is as it must be."""
        own = any(a.solution_id == exercise.solution_id for a in self.answers)
        lost = cell.outcome is not Outcome.PASSED
        if cell.outcome is Outcome.GRADER_ERROR:
            return f"the test itself fails: {cell.detail[-500:]}"
        if self.kind == "untouched":
            return f"{cell.auto_score:g} points for nothing" if cell.auto_score else None
        if self.kind == "wrong" and own:
            return None if lost else "a wrong answer earned full marks"
        return f"lost points: {cell.message or cell.detail[-500:]}" if lost else None


@dataclass(frozen=True)
class Finding:
    """One exercise that did not come out of a trial as it must."""

    trial: Trial
    exercise: Exercise | None
    problem: str

    def __str__(self) -> str:
        name = self.exercise.grade_id if self.exercise else "the submission"
        own = [a for a in self.trial.answers if self.exercise and a.solution_id == self.exercise.solution_id]
        if self.trial.kind == "wrong":
            own = list(self.trial.answers)
        where = f"{own[0].place} ({own[0].title})" if own else f"the {self.trial.kind} submission"
        return f"{where}: {name}: {self.problem}"


def auto_graded(assignment: Assignment) -> list[Exercise]:
    """The exercises that a machine grades."""
    return [e for n in assignment.notebooks for e in n.exercises if not e.manual]


def make_trials(assignment: Assignment, only: str | None = None, whole: bool = False) -> list[Trial]:
    """Everything that is graded to prove an assignment.

    Args:
        assignment: its answers lie beside the source notebooks.
        only: a solution cell, to try the answers of that exercise alone.
        whole: run all of the notebook in every trial, with one wrong answer in each.

    Raises:
        CourseError: an answer, or `only`, belongs to no solution cell.
    """
    known = sorted({e.solution_id for e in auto_graded(assignment) if e.solution_id})
    answers = {kind: read_answers(assignment.folder / f"{kind}_answers", kind) for kind in ("wrong", "right")}
    named = [(a.place, a.solution_id) for kind in answers.values() for a in kind] + (
        [("--exercise", only)] if only else []
    )
    for place, name in named:
        if name not in known:
            raise CourseError(f"{place}: no graded solution cell is called {name}; there are {', '.join(known)}.")
    wanted = {kind: [a for a in found if only in (None, a.solution_id)] for kind, found in answers.items()}
    groups = [[name] for name in known] if whole else Reach(assignment, wanted["wrong"]).independent(known)
    right = [make_trial("right", row, whole) for row in in_turn(wanted["right"], known)]
    wrong = [make_trial("wrong", row, whole) for group in groups for row in in_turn(wanted["wrong"], group)]
    alone = [Trial("reference", alone=frozenset((name,))) for name in sorted({a.solution_id for a in wanted["wrong"]})]
    return [Trial("reference"), Trial("untouched"), *(() if whole else alone), *wrong, *right]


def make_trial(kind: str, answers: Sequence[Answer], whole: bool = False) -> Trial:
    """The trial of some answers, of all of the notebook or of what they can reach."""
    return Trial(kind, tuple(answers), None if whole else frozenset(a.solution_id for a in answers))


def in_turn(answers: Iterable[Answer], exercises: Sequence[str]) -> list[list[Answer]]:
    """The first answer of each exercise, the second of each, and so on."""
    by_exercise = [[a for a in answers if a.solution_id == name] for name in exercises]
    return [[a for a in row if a is not None] for row in zip_longest(*by_exercise)]


class Reach:
    """Which tests answers can reach, and which cells these need.

    Args:
        assignment: whose source notebooks are looked at.
        answers: all that are tried; they may read and write other names than the reference.
    """

    def __init__(self, assignment: Assignment, answers: Iterable[Answer]) -> None:
        texts = defaultdict[str, list[str]](list)
        for answer in answers:
            texts[answer.solution_id].append(answer.source)
        self.cells = [uses(source.cells, texts) for source in assignment.notebooks]
        self.solutions = {e.grade_id: e.solution_id for e in auto_graded(assignment)}  # of each test

    def tests(self, solutions: Collection[str]) -> set[str]:
        """grade_ids of the tests that answers to these solution cells can reach."""
        found = set[str]().union(*(reached(cells, solutions) for cells in self.cells))
        return found & self.solutions.keys()

    def to_run(self, solutions: Collection[str]) -> frozenset[str]:
        """What to run for answers to these solution cells: the tests they can reach, and what the tests need."""
        tests = self.tests(solutions)
        wanted = tests | {name for test in tests if (name := self.solutions[test])}
        return frozenset[str]().union(*(needed(cells, wanted) for cells in self.cells))

    def independent(self, solutions: Sequence[str]) -> list[list[str]]:
        """Solution cells in groups: the tests that one can reach, no other of its group can."""
        groups: list[tuple[list[str], set[str]]] = []
        for name in solutions:
            own = self.tests({name})
            for members, tests in groups:
                if not tests & own:
                    members.append(name)
                    tests |= own
                    break
            else:
                groups.append(([name], own))
        return [members for members, _ in groups]


def judge(assignment: Assignment, trial: Trial, result: SubmissionResult) -> list[Finding]:
    """What did not come out as it must; empty when all is well."""
    if result.error:
        return [Finding(trial, None, result.error)]
    cells = {c.grade_id: c for n in result.notebooks for c in n.cells}
    ran = [e for e in auto_graded(assignment) if e.grade_id in cells]  # the others no answer of the trial can reach
    found = [(e, trial.problems(e, cells[e.grade_id])) for e in ran]
    return [Finding(trial, exercise, problem) for exercise, problem in found if problem]


def trial_options(workers: int | None) -> Options:
    """Options of a run over answers that nobody handed in and at whose figures nobody looks."""
    return Options(workers=workers, force=True, figures=False, keep_results=False)


def grade_answers(
    assignment: Assignment,
    answers: Mapping[str, Mapping[str, str | None] | None],
    cells: Mapping[str, frozenset[str] | None],
    session: Session,
) -> Iterator[SubmissionResult]:
    """Grades submissions that are made for it, and removes them.

    Args:
        assignment: what they solve.
        answers: name → what `write_submission` puts into the notebooks.
        cells: name → the cells to run, for those that are not graded whole.
        session: the run.
    """
    folder = Path(tempfile.mkdtemp(prefix="autograder-answers-"))
    try:
        for name, solved in answers.items():
            write_submission(assignment, folder / name, solved)
        submissions = [Submission(name, assignment.name, folder / name) for name in answers]
        yield from session.grade(assignment, submissions, cells=cells)
    finally:
        shutil.rmtree(folder)


def verify(assignment: Assignment, trials: Sequence[Trial], session: Session) -> Iterator[tuple[Trial, list[Finding]]]:
    """Grades every trial and says what is wrong with the result.

    Args:
        assignment: what is proven.
        trials: what is graded.
        session: the run.
    """
    named = {f"{trial.kind}-{i:03d}": trial for i, trial in enumerate(trials)}
    reach = Reach(assignment, (answer for trial in trials for answer in trial.answers))
    cells = {name: reach.to_run(trial.alone) for name, trial in named.items() if trial.alone}
    shared: list[Answer] = []
    for result in grade_answers(assignment, {name: t.cells for name, t in named.items()}, cells, session):
        trial = named[result.student]
        findings = judge(assignment, trial, result)
        if findings and trial.kind == "wrong" and len(trial.answers) > 1:
            shared += trial.answers  # whose doing was it?
        else:
            yield trial, findings
    if shared:
        yield from verify(assignment, [make_trial("wrong", [answer]) for answer in shared], session)


def verify_with_table(
    course: Course, name: str, only: str | None, whole: bool, workers: int | None, warm: Warm, console: Console
) -> int:
    """Verifies an assignment and prints what was found; gives the exit status.

    Raises:
        CourseError: no such assignment, or an answer file that cannot be read.
    """
    assignment = course.assignment(name)
    trials = make_trials(assignment, only, whole)
    with Session(course, trial_options(workers), warm) as session:
        found = verify(assignment, trials, session)
        rows = list(shown(found, len(trials), session, console))
    console.print(table(assignment, rows))
    findings = [finding for _, found in rows for finding in found]
    for finding in findings:
        console.print(str(finding), highlight=False, markup=False, soft_wrap=True)
    counts = [f"{kind} {good}/{total}" for kind, (good, total) in totals(rows).items()]
    console.print(
        f"{name}: {len(auto_graded(assignment))} exercises; as they must be: {', '.join(counts)}.",
        highlight=False, soft_wrap=True,
    )  # fmt: skip
    return 1 if findings else 0


def totals(rows: list[tuple[Trial, list[Finding]]], exercise: Exercise | None = None) -> dict[str, tuple[int, int]]:
    """How many answers of each kind came out as they must, of how many; of one exercise, or of all."""
    counts = dict.fromkeys(("reference", "untouched", "wrong", "right"), (0, 0))
    for trial, found in rows:
        bad = {f.exercise.solution_id for f in found if f.exercise}
        units = [a.solution_id for a in trial.answers] or [""]
        for unit in units:
            if exercise and unit != exercise.solution_id:
                continue
            # A right answer is judged by its own exercise, anything else by all of its submission.
            broken = any(not f.exercise for f in found) or (unit in bad if trial.kind == "right" else bool(found))
            good, total = counts[trial.kind]
            counts[trial.kind] = (good + (not broken), total + 1)
    return counts


def table(assignment: Assignment, rows: list[tuple[Trial, list[Finding]]]) -> Table:
    """A row for each exercise."""
    made = Table("exercise", "points", "wrong caught", "right full", title=f"{assignment.name}: are its tests good?")
    for exercise in auto_graded(assignment):
        counts = totals(rows, exercise)
        shares = (f"{good} / {total}" for good, total in (counts["wrong"], counts["right"]))
        made.add_row(exercise.title, f"{exercise.points:g}", *shares)
    return made
