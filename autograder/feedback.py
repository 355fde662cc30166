"""Feedback for students: one page a notebook, with points, messages and their own work, and no hidden test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat as untyped_nbformat
from markupsafe import Markup

from autograder.course import Assignment, Course, SourceNotebook
from autograder.files import FOR_ALL, replace_file
from autograder.graded import GradedExercise, GradedNotebook, GradedSubmission
from autograder.matching import is_answer, is_test, nbgrader_meta
from autograder.pages import code_html, markdown_html, output_html, templates
from autograder.recorded import Student
from autograder.results import Outcome

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

# How a result looks (a class of the pages' CSS), its sign and its word: color alone tells some people nothing.
LOOKS = {
    Outcome.PASSED: ("passed", "✓", "passed"),
    Outcome.PARTIAL: ("partial", "◐", "partly"),
    Outcome.FAILED: ("failed", "✗", "failed"),
    Outcome.NOT_ATTEMPTED: ("open", "○", "not attempted"),
    Outcome.MANUAL: ("open", "…", "to be read"),
    Outcome.GRADER_ERROR: ("open", "…", "to be looked at"),
}
BY_HAND = "A person gave these points."


@dataclass(frozen=True)
class ExerciseView:
    """An exercise as the page shows it; see `LOOKS`."""

    anchor: str
    title: str
    score: float
    points: float
    look: str
    sign: str
    word: str
    message: str


@dataclass(frozen=True)
class CellView:
    """A cell as the page shows it.

    Attributes:
        kind: prose, check, answer, or code of the notebook's or the student's own.
        html: of its text.
        outputs: HTML of each.
        exercise: that is graded here.
        more: a check with hidden tests.
        comment: Markdown.
    """

    kind: str
    html: Markup
    outputs: tuple[Markup, ...] = ()
    exercise: ExerciseView | None = None
    more: bool = False
    comment: str = ""


@dataclass(frozen=True)
class FeedbackPage:
    """What the page of a notebook shows."""

    title: str
    assignment: str
    student: Student
    total: float
    max_score: float
    late_penalty: float
    handed_in: str
    waits: int
    incidents: tuple[str, ...]
    exercises: tuple[ExerciseView, ...]
    cells: tuple[CellView, ...]

    @property
    def full(self) -> int:
        """Exercises with all points."""
        return sum(e.score >= e.points for e in self.exercises)


def write_feedback(course: Course, assignment: Assignment, submission: GradedSubmission) -> list[Path]:
    """Writes ``feedback/<student>/<assignment>/<notebook>.html`` for each notebook that was handed in.

    Where nbgrader's ``generate_feedback`` writes, so that ``release_feedback`` finds it.
    """
    folder = course.path("feedback", submission.student.id, assignment.name)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source, notebook in zip(assignment.notebooks, submission.notebooks, strict=False):
        if notebook.path is not None:
            written.append(folder / f"{notebook.name}.html")
            html = feedback_html(assignment, source, submission, notebook)
            replace_file(written[-1], html.encode(), FOR_ALL)
    handed_in = course.path("autograded", submission.student.id, assignment.name) / "timestamp.txt"
    if handed_in.is_file():  # nbgrader knows by it whether feedback is up to date
        shutil.copyfile(handed_in, folder / handed_in.name)
    return written


def feedback_html(
    assignment: Assignment, source: SourceNotebook, submission: GradedSubmission, notebook: GradedNotebook
) -> str:
    """The page of one notebook.

    Args:
        assignment: which.
        source: the instructor's notebook.
        submission: the student's.
        notebook: of the submission; it was handed in.
    """
    assert notebook.path is not None
    nb = nbformat.read(notebook.path, as_version=4)
    exercises = {graded.exercise.grade_id: _exercise(graded) for graded in notebook.exercises}
    page = FeedbackPage(
        title=next(filter(None, (e.strip("# ") for e in _headings(source))), notebook.name),
        assignment=assignment.name,
        student=submission.student,
        total=notebook.score - notebook.late_penalty,
        max_score=notebook.max_score,
        late_penalty=notebook.late_penalty,
        handed_in=submission.timestamp.strftime("%Y-%m-%d %H:%M") if submission.timestamp else "",
        waits=sum(graded.waits for graded in notebook.exercises),
        incidents=notebook.incidents,
        exercises=tuple(exercises.values()),
        cells=tuple(_cells(nb, source, notebook, exercises)),
    )
    return templates().get_template("feedback.html.j2").render(page=page)


def _headings(source: SourceNotebook) -> Iterator[str]:
    """First lines of the headings of the highest level."""
    for cell in source.cells:
        if cell.cell_type == "markdown":
            yield from (line for line in cell.source.splitlines() if line.startswith("# "))


def _exercise(graded: GradedExercise) -> ExerciseView:
    """An exercise; a person's points count more than what the machine said."""
    exercise = graded.exercise
    if graded.is_decided_by_hand:
        full, none = graded.score >= exercise.points, graded.score <= 0
        outcome = Outcome.PASSED if full else Outcome.FAILED if none else Outcome.PARTIAL
        look, sign, _ = LOOKS[outcome]
        word, message = "read", BY_HAND
    else:
        outcome = graded.outcome or (Outcome.MANUAL if graded.waits else Outcome.NOT_ATTEMPTED)
        look, sign, word = LOOKS[outcome]
        message = graded.shown_message
    anchor = f"exercise-{exercise.grade_id}"
    return ExerciseView(anchor, exercise.title, graded.score, exercise.points, look, sign, word, message)


def _cells(
    nb: Any, source: SourceNotebook, notebook: GradedNotebook, exercises: dict[str, ExerciseView]
) -> Iterator[CellView]:
    """The cells of an executed notebook.

    Of the instructor's cells only what was released is shown, and of test cells no output: so nothing hidden can be.
    """
    comments = {e.exercise.solution_id or e.exercise.grade_id: e.comment for e in notebook.exercises if e.comment}
    texts = source.texts
    for cell in nb.cells:
        name = nbgrader_meta(cell).get("grade_id", "")
        if is_answer(cell):
            kind = "answer"
        elif is_test(cell):
            if name in exercises:
                text, whole = source.released.get(name, ""), texts.get(name, "")
                html = code_html(text) if text.strip() else Markup("")
                yield CellView("check", html, exercise=exercises[name], more=text.strip() != whole.strip())
            continue
        else:
            kind = "prose" if cell.cell_type == "markdown" else "code"
        text = cell.source if kind == "answer" else source.released.get(name, cell.source)
        yield _cell(cell, kind, text, exercises.get(name), comments.get(name, ""))


def _cell(cell: Any, kind: str, text: str, exercise: ExerciseView | None, comment: str) -> CellView:
    """A cell that is not a check."""
    if cell.cell_type == "code":
        html, outputs = code_html(text), tuple(filter(None, map(output_html, cell.outputs)))
    elif cell.cell_type == "markdown":
        html, outputs = markdown_html(text, cell.get("attachments")), ()
        html = html if kind == "prose" else Markup('<div class="prose">{}</div>').format(html)
    else:
        html, outputs = Markup('<div class="prose"><pre>{}</pre></div>').format(text), ()
    return CellView(kind, html, outputs, exercise, comment=comment)
