"""``autograder verify``: proves that an assignment's tests are good.

The reference solution must earn full marks, the untouched release none, each wrong answer must lose its own exercise
and no other, and each right alternative must earn full marks.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.course import Assignment, Course, SourceNotebook, Submission
from autograder.errors import CourseError
from autograder.results import Outcome, SubmissionResult
from autograder.session import Options, Session

MARK = "# %%"


@dataclass(frozen=True)
class Answer:
    """One answer to be graded.

    Attributes:
        kind: reference, untouched, wrong or right.
        solution_id: the solution cell it replaces; empty for whole notebooks.
        title: the mistake, in a line.
        source: of the solution cell.
        place: file and line, for people.
    """

    kind: str
    solution_id: str
    title: str
    source: str = ""
    place: str = ""


def read_answers(folder: Path, kind: str) -> list[Answer]:
    """The answers of one folder: ``<solution_grade_id>.py``, a ``# %% title`` line before each.

    Raises:
        CourseError: text before the first mark, or a mark without a title or an answer.
    """
    answers = []
    for path in sorted(folder.glob("*.py")):
        title, lines, number = "", [], 0
        marked = [*path.read_text().splitlines(), f"{MARK} end"]
        for position, line in enumerate(marked, 1):
            if not line.startswith(MARK):
                lines.append(line)
                continue
            source = "\n".join(lines).strip()
            if title and not source:
                raise CourseError(f"{path}:{number}: no answer follows {title!r}.")
            if source and not title:
                raise CourseError(f"{path}:1: begin each answer with a line `{MARK} what is wrong with it`.")
            if source:
                answers.append(Answer(kind, path.stem, title, source, f"{path.parent.name}/{path.name}:{number}"))
            title, lines, number = line.removeprefix(MARK).strip(), [], position
    return answers


def all_answers(assignment: Assignment) -> list[Answer]:
    """Everything that is graded to prove an assignment.

    Raises:
        CourseError: an answer belongs to no solution cell.
    """
    answers = [Answer("reference", "", "the reference solution"), Answer("untouched", "", "the untouched release")]
    known = {e.solution_id for n in assignment.notebooks for e in n.exercises if not e.manual}
    for kind in ("wrong", "right"):
        for answer in read_answers(assignment.folder / f"{kind}_answers", kind):
            if answer.solution_id not in known:
                names = ", ".join(sorted(filter(None, known)))
                raise CourseError(f"{answer.place}: no graded solution cell is called {answer.solution_id}: {names}")
            answers.append(answer)
    return answers


def write_submission(assignment: Assignment, answer: Answer, folder: Path) -> None:
    """Writes the notebooks that someone with this answer would hand in."""
    folder.mkdir(parents=True)
    for source in assignment.notebooks:
        nbformat.write(_solved(source, answer), folder / f"{source.name}.ipynb")


def _solved(source: SourceNotebook, answer: Answer) -> nbformat.NotebookNode:
    """The student version, solution cells filled with the reference but for the answer's own."""
    nb: nbformat.NotebookNode = nbformat.from_dict(source.student)
    reference = {c.metadata.nbgrader.grade_id: c.source for c in source.cells if "nbgrader" in c.metadata}
    for cell in nb.cells:
        metadata = cell.metadata.get("nbgrader", {})
        grade_id = metadata.get("grade_id")
        if not metadata.get("solution") or answer.kind == "untouched":
            continue
        cell.source = answer.source if grade_id == answer.solution_id else reference[grade_id]
    return nb


def judge(assignment: Assignment, answer: Answer, result: SubmissionResult) -> list[str]:
    """What is wrong with a result; empty when it is as it must be."""
    if result.error:
        return [result.error]
    cells = {c.grade_id: c for n in result.notebooks for c in n.cells}
    own_hit, problems = False, []
    for exercise in (e for n in assignment.notebooks for e in n.exercises if not e.manual):
        cell = cells[exercise.grade_id]
        own = answer.kind == "wrong" and exercise.solution_id == answer.solution_id
        lost = cell.outcome is not Outcome.PASSED
        if cell.outcome is Outcome.GRADER_ERROR:
            problems.append(f"{exercise.grade_id}: the test itself fails: {cell.detail[-300:]}")
        elif answer.kind == "untouched" and cell.auto_score:
            problems.append(f"{exercise.grade_id}: {cell.auto_score:g} points for nothing")
        elif answer.kind != "untouched" and lost and not own:
            problems.append(f"{exercise.grade_id} lost points: {cell.message or cell.detail[-300:]}")
        own_hit |= own and lost
    if answer.kind == "wrong" and not own_hit:
        problems.append("earned full marks")
    return problems


def verify(
    course: Course, assignment: Assignment, session: Session
) -> Iterator[tuple[Answer, SubmissionResult, list[str]]]:
    """Grades every answer and says what is wrong with the result."""
    answers = {f"{a.kind}-{i:03d}": a for i, a in enumerate(all_answers(assignment))}
    folder = Path(tempfile.mkdtemp(prefix="autograder-verify-"))
    try:
        for name, answer in answers.items():
            write_submission(assignment, answer, folder / name)
        submissions = [Submission(name, assignment.name, folder / name) for name in answers]
        for result in session.grade(assignment, submissions):
            answer = answers[result.student]
            yield answer, result, judge(assignment, answer, result)
    finally:
        shutil.rmtree(folder)


def verify_with_table(course: Course, name: str, workers: int | None, console: Console) -> int:
    """Verifies an assignment and prints what was found; gives the exit status.

    Raises:
        CourseError: no such assignment, or an answer file that cannot be read.
    """
    assignment = course.assignment(name)
    with Session(course, Options(workers=workers, force=True)) as session:
        session.keep_results = False
        rows = list(verify(course, assignment, session))
    table = Table("exercise", "points", "wrong caught", "right full", title=f"{name}: are its tests good?")
    misses = 0
    for exercise in (e for n in assignment.notebooks for e in n.exercises if not e.manual):
        own = [(a, p) for a, _, p in rows if a.solution_id == exercise.solution_id]
        counts = {kind: [not p for a, p in own if a.kind == kind] for kind in ("wrong", "right")}
        shown = [f"{sum(c)} / {len(c)}" for c in counts.values()]
        table.add_row(exercise.title, f"{exercise.points:g}", *shown)
    console.print(table)
    for answer, _, problems in rows:
        for problem in problems:
            misses += 1
            where = answer.place or answer.title
            console.print(f"{where} ({answer.title}): {problem}", highlight=False, markup=False, soft_wrap=True)
    caught = Counter((a.kind, not p) for a, _, p in rows)
    lines = [f"{kind} {caught[kind, True]}/{caught[kind, True] + caught[kind, False]}" for kind in
             ("reference", "untouched", "wrong", "right")]  # fmt: skip
    console.print(f"{name}: {sum(not e.manual for n in assignment.notebooks for e in n.exercises)} exercises; "
                  f"as they must be: {', '.join(lines)}.", highlight=False)  # fmt: skip
    return 1 if misses else 0
