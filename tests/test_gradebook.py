import json
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nb_course import by_id, cell, docs_course, run_nbgrader, solved, source_notebook, submit, write_course
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder.course import Course, load_course
from autograder.errors import CourseError, GraderError, SubmissionError
from autograder.executed import notebook_text
from autograder.gradebook import Recorder, open_gradebook, scores
from autograder.reading import read_submission
from autograder.release import release
from autograder.restore import restore
from autograder.results import CellResult, NotebookResult, Outcome, SubmissionResult
from autograder.session import Options, Session

ZERO_WHEN_LATE = "c.LateSubmissionPlugin.penalty_method = 'zero'"


def graded(course: Course, student: str = "ada", **scored: float | None) -> SubmissionResult:
    """A result of ``a1``: full marks but for what is given by grade_id; answers wait for a person."""
    [source] = course.assignment("a1").notebooks
    points: dict[str, float | None] = {"test_double": 2.0, "test_half": 1.0, "why": None, "essay": None, **scored}
    cells = [
        CellResult(
            e.grade_id,
            Outcome.MANUAL if points[e.grade_id] is None else Outcome.PASSED,
            points[e.grade_id],
            e.points,
            needs_manual_grade=points[e.grade_id] is None,
        )
        for e in source.exercises
    ]
    path = course.path("submitted", student, "a1") / "n1.ipynb"
    executed = notebook_text(restore(source, read_submission(path)).nb)
    return SubmissionResult(student, "a1", (NotebookResult("n1", tuple(cells), executed=executed),))


@contextmanager
def rows(course: Course, student: str = "ada", notebook: str = "n1", assignment: str = "a1") -> Iterator[Any]:
    """The SubmittedNotebook in a gradebook of its own."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        yield gradebook.find_submission_notebook(notebook, assignment, student)


def grades(course: Course, **where: str) -> dict[str, tuple[float | None, float | None, bool]]:
    """grade_id → (auto_score, manual_score, needs_manual_grade)."""
    with rows(course, **where) as row:
        return {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in row.grades}


def comments(course: Course, **where: str) -> dict[str, str | None]:
    with rows(course, **where) as row:
        return {c.name: c.auto_comment for c in row.comments}


def grade_by_hand(course: Course, grade_id: str, score: float) -> None:
    """What formgrader does when a person enters a score."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grade = gradebook.find_grade(grade_id, "n1", "a1", "ada")
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()


def record(course: Course, result: SubmissionResult, regraded: bool = True) -> None:
    with Recorder(course) as recorder:
        recorder.record(replace(result, kept=not regraded))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = write_course(tmp_path)
    submit(course, "ada", solved(course), "2027-01-01 12:00:00 UTC")
    return course


# --- against nbgrader itself -----------------------------------------------------------------------------------


def everything(course: Course) -> dict[str, object]:
    """All that nbgrader tells of its documentation's submissions."""
    found: dict[str, object] = {}
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for submission in gradebook.find_assignment("ps1").submissions:
            student = submission.student.id
            found[student] = (submission.timestamp, submission.score, submission.max_score)
            for notebook in submission.notebooks:
                key = f"{student}/{notebook.name}"
                found[key] = (notebook.late_submission_penalty, notebook.needs_manual_grade)
                for g in notebook.grades:
                    found[f"{key}/{g.name}"] = (g.auto_score, g.max_score, g.needs_manual_grade, g.failed_tests)
                for c in notebook.comments:
                    found[f"{key}/{c.name} comment"] = c.auto_comment
    return found


def result_of_nbgrader(course: Course, student: str) -> SubmissionResult:
    """What nbgrader's own autograding gave, as a result to be recorded."""
    notebooks = []
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for row in gradebook.find_submission("ps1", student).notebooks:
            said = {c.name: c.auto_comment for c in row.comments}
            cells = {
                g.name: CellResult(
                    g.name, Outcome.PASSED, g.auto_score, g.max_score, g.auto_score is None, comment=said.get(g.name)
                )
                for g in row.grades
            }
            cells |= {n: CellResult(n, Outcome.MANUAL, None, 0, comment=c) for n, c in said.items() if n not in cells}
            path = course.path("autograded", student, "ps1") / f"{row.name}.ipynb"
            executed = path.read_text()
            notebooks.append(NotebookResult(row.name, tuple(cells.values()), executed=executed))
    return SubmissionResult(student, "ps1", tuple(notebooks))


def test_what_is_recorded_is_what_nbgrader_records_row_by_row(tmp_path: Path) -> None:
    late = (
        f"c = get_config()\n{ZERO_WHEN_LATE}\n"
        "c.Autograder.assignments = [{'name': 'ps1', 'duedate': '2015-02-02 15:30:00 UTC'}]\n"
    )
    for name in ("theirs", "ours"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "nbgrader_config.py").write_text(late)
    theirs, ours = docs_course(tmp_path / "theirs"), docs_course(tmp_path / "ours")
    run_nbgrader(theirs, "db", "assignment", "add", "ps1", "--duedate=2015-02-02 15:30:00 UTC")
    run_nbgrader(theirs, "generate_assignment", "ps1")
    run_nbgrader(theirs, "autograde", "ps1")
    with Recorder(ours) as recorder:
        for student in ("bitdiddle", "hacker"):
            recorder.record(result_of_nbgrader(theirs, student))
    assert everything(ours) == everything(theirs)
    with rows(ours, "bitdiddle", "problem1", "ps1") as row:
        assert row.late_submission_penalty, "the penalty is one of the things compared"
    for student in ("bitdiddle", "hacker"):
        files = [
            {
                (p.name, stat.S_IMODE(p.stat().st_mode), p.suffix == ".ipynb" or p.read_bytes())
                for p in course.path("autograded", student, "ps1").iterdir()
            }
            for course in (theirs, ours)
        ]
        assert files[0] == files[1]
    api = NbGraderAPI(config=ours.config, coursedir=ours.directory)
    assert api.get_autograded_students("ps1") == {"bitdiddle", "hacker"}


def test_feedback_is_made_of_what_is_recorded_without_hidden_tests(tmp_path: Path) -> None:
    config = "c.GenerateFeedback.exporter_class = 'autograder.nbgrader_hooks.FeedbackExporter'"
    course = write_course(tmp_path, config=config)
    submit(course, "ada", solved(course))
    result = graded(course, test_double=0.0)
    [notebook] = result.notebooks
    executed = nbformat.reads(notebook.executed, as_version=4)
    test = by_id(executed, "test_double")
    test.metadata["autograder"] = {"outcome": "failed", "message": "Think of negative numbers."}
    trace = ["AssertionError: assert double(-3) == -6"]
    test.outputs = [nbformat.v4.new_output("error", ename="AssertionError", evalue="-5", traceback=trace)]
    record(course, replace(result, notebooks=(replace(notebook, executed=notebook_text(executed)),)))
    run_nbgrader(course, "generate_feedback", "a1")
    page = (course.path("feedback", "ada", "a1") / "n1.html").read_text()
    assert "Think of negative numbers." in page
    assert "it was graded with more tests" in page
    assert "failed, 0 of 2 points" in page
    for secret in ("HIDDEN", "-3", "-6", "negative numbers'"):
        assert secret not in page.split("<body")[1], secret


OWN_CONFIG = f"load_subconfig({str(Path(__file__).parents[1] / 'course_config.py')!r})"


def hand_in_class(course: Course) -> None:
    """Ada is partly right; Bob's untouched notebook went through an editor that mangled it."""
    wrong = {"half": "def half(x):\n    print('so far')\n    return x", "why": "For I say so."}
    submit(course, "ada", solved(course, wrong), "2027-01-01 12:00:00 UTC")
    [source] = course.assignment("a1").notebooks
    nb = solved(course, dict(source.released))
    by_id(nb, "test_double").source = "pass"
    by_id(nb, "test_half").metadata.clear()
    nb.cells.append(by_id(nb, "double"))
    submit(course, "bob", nb).write_bytes(json.dumps(nb).encode("utf-16"))


def test_nbgraders_own_autograde_takes_the_same_way_to_the_same_rows(tmp_path: Path) -> None:
    via_nbgrader, ours = (write_course(tmp_path / name, config=OWN_CONFIG) for name in ("via", "ours"))
    for course in (via_nbgrader, ours):
        hand_in_class(course)
    submit(via_nbgrader, "eve", solved(via_nbgrader)).write_text("")
    release(via_nbgrader, "a1")
    log = run_nbgrader(via_nbgrader, "autograde", "a1", fails=True)
    assert "n1.ipynb is empty" in log
    with Session(ours, Options(workers=0)) as session, Recorder(ours) as recorder:
        for result in session.grade(ours.assignment("a1"), ours.submissions("a1")):
            recorder.record(result)
    for student in ("ada", "bob"):
        assert grades(ours, student=student) == grades(via_nbgrader, student=student)
        assert comments(ours, student=student) == comments(via_nbgrader, student=student)
        read = [
            nbformat.read(course.path("autograded", student, "a1") / "n1.ipynb", as_version=4)
            for course in (ours, via_nbgrader)
        ]
        for nb in read:  # each run takes its own time
            for each in (nb, *nb.cells):
                assert each.metadata.get("autograder", {"seconds": 1}).pop("seconds") > 0
        assert [(c.source, c.metadata) for c in read[0].cells] == [(c.source, c.metadata) for c in read[1].cells]
        assert [len(c.get("outputs", [])) for c in read[0].cells] == [len(c.get("outputs", [])) for c in read[1].cells]
    assert grades(ours) == {
        "test_double": (2.0, None, False),
        "test_half": (0.0, None, False),
        "why": (None, None, True),
        "essay": (None, None, True),
    }
    assert grades(ours, student="bob")["why"] == (0.0, None, False)
    assert comments(ours, student="bob") == {
        "double": "No response.",
        "half": "No response.",
        "why": "No response.",
        "essay": None,
    }
    # A submission without a result has no points, and nothing in autograded/.
    assert {auto for auto, _, _ in grades(via_nbgrader, student="eve").values()} == {None}
    assert not via_nbgrader.path("autograded", "eve", "a1").exists()


# --- rows ------------------------------------------------------------------------------------------------------


def test_an_assignment_nobody_generated_gets_its_rows_from_the_source(course: Course) -> None:
    record(course, graded(course, test_half=0.25))
    assert grades(course) == {
        "test_double": (2.0, None, False),
        "test_half": (0.25, None, False),
        "why": (None, None, True),
        "essay": (None, None, True),
    }
    assert set(comments(course)) == {"double", "half", "why", "essay"}


def test_manual_scores_stay_and_are_shown_for_review_when_graded_again(course: Course) -> None:
    record(course, graded(course))
    grade_by_hand(course, "why", 2.5)
    grade_by_hand(course, "test_double", 1.5)
    grade_by_hand(course, "essay", 2.0)
    record(course, graded(course, test_double=0.0))
    assert grades(course) == {
        "test_double": (0.0, 1.5, True),
        "test_half": (1.0, None, False),
        "why": (None, 2.5, True),
        "essay": (None, 2.0, False),  # nbgrader leaves tasks alone
    }
    [score] = scores(course, "a1")
    assert (score.score, score.max_score, score.needs_manual_grade) == (1.5 + 1 + 2.5 + 2, 8.0, True)


def test_a_kept_result_is_written_again_only_where_what_was_recorded_is_not_there_any_more(course: Course) -> None:
    result = graded(course)
    record(course, result)
    file = course.path("autograded", "ada", "a1") / "n1.ipynb"
    timestamp = course.path("submitted", "ada", "a1") / "timestamp.txt"

    def is_written() -> bool:
        before = file.stat().st_ino if file.exists() else None
        record(course, result, regraded=False)
        return file.stat().st_ino != before

    def forget() -> None:
        with open_gradebook(course) as gradebook:
            gradebook.remove_submission("a1", "ada")

    def rescore() -> None:
        with open_gradebook(course) as gradebook:
            gradebook.find_grade("test_half", "n1", "a1", "ada").auto_score = 0.5
            gradebook.db.commit()

    assert not is_written()
    for change in (file.unlink, forget, rescore, lambda: timestamp.write_text("2026-11-02 10:00:00 UTC")):
        change()
        assert is_written(), change
        assert not is_written(), change


def test_recording_a_stored_result_again_asks_nobody_to_look_again(course: Course) -> None:
    record(course, graded(course))
    for grade_id in ("why", "essay", "test_double"):
        grade_by_hand(course, grade_id, 1.0)
    record(course, graded(course), regraded=False)
    assert not any(needs for _, _, needs in grades(course).values())
    record(course, graded(course, test_double=0.0), regraded=False)
    assert [name for name, (_, _, needs) in grades(course).items() if needs] == ["test_double"]


def test_a_test_that_is_wrong_itself_waits_for_a_person(course: Course) -> None:
    result = graded(course)
    [notebook] = result.notebooks
    cells = tuple(
        replace(c, outcome=Outcome.GRADER_ERROR, auto_score=None) if c.grade_id == "test_half" else c
        for c in notebook.cells
    )
    record(course, replace(result, notebooks=(replace(notebook, cells=cells),)))
    assert grades(course)["test_half"] == (None, None, True)


def test_points_outside_the_cells_range_are_clamped(course: Course) -> None:
    record(course, graded(course, test_double=99.0, test_half=-1.0))
    assert grades(course)["test_double"][0] == 2.0
    assert grades(course)["test_half"][0] == 0.0


def test_a_missing_notebook_scores_zero_and_asks_nobody_to_grade_it(course: Course) -> None:
    record(course, graded(course))
    assert (course.path("autograded", "ada", "a1") / "n1.ipynb").exists()
    record(course, SubmissionResult("ada", "a1", (NotebookResult("n1", (), missing=True),)))
    assert set(grades(course).values()) == {(0.0, None, False)}
    assert not (course.path("autograded", "ada", "a1") / "n1.ipynb").exists()
    record(course, graded(course))
    assert grades(course)["essay"] == (None, None, True)


def test_comments_are_set_and_cleared(course: Course) -> None:
    result = graded(course)
    [notebook] = result.notebooks
    said = CellResult("double", Outcome.MANUAL, None, 0.0, comment="No response.")
    record(course, replace(result, notebooks=(replace(notebook, cells=(*notebook.cells, said)),)))
    assert comments(course)["double"] == "No response."
    quiet = replace(said, comment=None)
    record(course, replace(result, notebooks=(replace(notebook, cells=(*notebook.cells, quiet)),)))
    assert comments(course)["double"] is None


def test_a_failed_run_leaves_what_is_there(course: Course) -> None:
    record(course, graded(course))
    before = (grades(course), (course.path("autograded", "ada", "a1") / "n1.ipynb").read_bytes())
    record(course, SubmissionResult("ada", "a1", error="the grader crashed"))
    assert (grades(course), (course.path("autograded", "ada", "a1") / "n1.ipynb").read_bytes()) == before


@pytest.mark.parametrize("lack", ["notebook", "cell", "executed"])
def test_an_incomplete_result_is_never_recorded(course: Course, lack: str) -> None:
    record(course, graded(course, test_double=0.5))
    result = graded(course)
    [notebook] = result.notebooks
    if lack == "notebook":
        result = replace(result, notebooks=())
    elif lack == "cell":
        result = replace(result, notebooks=(replace(notebook, cells=notebook.cells[1:]),))
    else:
        result = replace(result, notebooks=(replace(notebook, executed=None),))
    with pytest.raises(GraderError, match="grade it again"):
        record(course, result)
    assert grades(course)["test_double"] == (0.5, None, False)


def test_a_changed_source_reaches_the_rows_but_cells_cannot_vanish(course: Course) -> None:
    record(course, graded(course))
    nb = source_notebook()
    by_id(nb, "test_double").metadata.nbgrader["points"] = 10
    path = course.root / "source" / "a1" / "n1.ipynb"
    path.write_text(nbformat.writes(nb))
    record(course, graded(course, test_double=9.0))
    with rows(course) as row:
        assert {g.name: (g.auto_score, g.max_score) for g in row.grades}["test_double"] == (9.0, 10.0)
    nb.cells.append(cell("code", "assert True", "test_more", 1, grade=True, locked=True))
    path.write_text(nbformat.writes(nb))
    with pytest.raises(CourseError, match="Cannot add or remove cells"):
        record(course, graded(course, test_more=1.0))
    assert grades(course)["test_double"][0] == 9.0


# --- lateness --------------------------------------------------------------------------------------------------


def test_late_penalties_come_from_the_configured_plugin_and_go_with_an_extension(tmp_path: Path) -> None:
    plugin = (
        "from nbgrader.plugins import BasePlugin\n"
        "class Hourly(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 0.5 * total_seconds_late // 3600\n"
    )
    (tmp_path / "hourly.py").write_text(plugin)
    config = (
        "c.AssignLatePenalties.plugin_class = 'hourly.Hourly'\n"
        "c.Autograder.assignments = [{'name': 'a1', 'duedate': '2027-01-01 10:00:00 UTC'}]"
    )
    course = write_course(tmp_path, config=config)
    submit(course, "ada", solved(course), "2027-01-01 12:00:00 UTC")
    submit(course, "bob", solved(course), "2027-01-09 12:00:00 UTC")
    submit(course, "eve", solved(course))
    with Recorder(course) as recorder:
        for student in ("ada", "bob", "eve"):
            recorder.record(graded(course, student))
    assert [(s.student, s.late_penalty, s.total) for s in scores(course, "a1")] == [
        ("ada", 1.0, 2.0),
        ("bob", 3.0, 0.0),  # never more than the score
        ("eve", 0.0, 3.0),
    ]
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.grant_extension("a1", "ada", hours=3)
    record(course, graded(course))
    assert scores(course, "a1")[0].late_penalty == 0.0


WRONG_POLICIES = {
    "raises": ("extra = {}\n        return extra[student_id]", r"KeyError: 'ada' \(.*wrong_raises\.py, line 5\)"),
    "leaves": ("import sys; sys.exit(3)", "SystemExit: 3"),
    "text": ("return 'two points'", "two points"),
    "nan": ("return float('nan')", "the penalty is nan"),
}


@pytest.mark.parametrize("kind", WRONG_POLICIES)
def test_a_late_policy_that_fails_costs_only_those_it_fails_for(course: Course, kind: str) -> None:
    does, message = WRONG_POLICIES[kind]
    record(course, graded(course, test_half=0.5))
    before = (scores(course, "a1"), (course.path("autograded", "ada", "a1") / "n1.ipynb").stat())
    policy = (
        "from nbgrader.plugins import BasePlugin\n"
        "class Policy(BasePlugin):\n"
        f"    def late_submission_penalty(self, student_id, score, total_seconds_late):\n        {does}\n"
    )
    (course.root / f"wrong_{kind}.py").write_text(policy)
    (course.root / "nbgrader_config.py").write_text(
        f"c.AssignLatePenalties.plugin_class = 'wrong_{kind}.Policy'\n"
        "c.Autograder.assignments = [{'name': 'a1', 'duedate': '2027-01-01 11:00:00 UTC'}]"
    )
    course = load_course(course.root)
    submit(course, "bob", solved(course), "2027-01-01 11:00:00 UTC")
    with Recorder(course) as recorder:
        ada, bob = (recorder.record(graded(course, student)) for student in ("ada", "bob"))
    assert re.search(rf"wrong_{kind}\.Policy failed for ada, who was 3600 s late: .*{message}", ada.error or "")
    assert "correct c.AssignLatePenalties or the policy, and grade again" in (ada.error or "")
    assert bob.error is None
    assert scores(course, "a1") == (*before[0], replace(before[0][0], student="bob", score=3.0))
    assert (course.path("autograded", "ada", "a1") / "n1.ipynb").stat() == before[1]


def test_a_timestamp_that_is_no_date_names_the_file(course: Course) -> None:
    (course.path("submitted", "ada", "a1") / "timestamp.txt").write_text("yesterday-ish")
    with pytest.raises(SubmissionError, match=r"timestamp\.txt is no date"):
        record(course, graded(course))


# --- files -----------------------------------------------------------------------------------------------------


def test_autograded_holds_the_students_files_under_the_instructors(tmp_path: Path) -> None:
    course = write_course(tmp_path, config="c.Autograde.exclude_overwriting = {'a1': ['mine.py']}")
    for name in ("shared.py", "mine.py", "table.csv", "wrong_answers/double.py"):
        path = tmp_path / "source" / "a1" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("the instructor's")
    folder = submit(course, "ada", solved(course), "2027-01-01 12:00:00 UTC").parent
    (folder / "sub").mkdir()
    for name in ("shared.py", "mine.py", "sub/notes.txt"):
        (folder / name).write_text("the student's")
    (folder / "stolen.txt").symlink_to("/etc/passwd")
    (folder / "other.ipynb").write_text("{}")
    (folder / "table.csv").mkdir()
    (folder / "table.csv" / "trap.txt").write_text("where the instructor has a file")
    target = course.path("autograded", "ada", "a1")
    target.mkdir(parents=True)
    (target / "left-over.txt").write_text("")
    record(course, graded(course))
    found = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if p.is_file()}
    assert found.keys() == {"n1.ipynb", "shared.py", "mine.py", "table.csv", "sub/notes.txt", "timestamp.txt"}
    assert found["shared.py"].read_text() == "the instructor's"
    assert found["mine.py"].read_text() == "the student's"
    assert {stat.S_IMODE(p.stat().st_mode) for p in found.values()} == {0o444}
    assert [p.name for p in target.parent.iterdir()] == ["a1"], "no drafts are left"
    record(course, graded(course))


def test_a_course_with_another_structure_and_an_id_is_recorded_in_it(tmp_path: Path) -> None:
    config = (
        "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}/{student_id}'\n"
        "c.CourseDirectory.course_id = 'dl'\nc.CourseDirectory.autograded_directory = 'done'\n"
        "c.CourseDirectory.groupshared = True"
    )
    course = write_course(tmp_path, config=config)
    submit(course, "ada", solved(course))
    record(course, graded(course))
    path = tmp_path / "done" / "a1" / "ada" / "n1.ipynb"
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    with Gradebook(course.db_url, "dl") as gradebook:
        assert gradebook.find_assignment("a1").course_id == "dl"
    assert [s.total for s in scores(load_course(tmp_path), "a1")] == [3.0]


def test_scores_of_an_assignment_nobody_graded_are_none(course: Course) -> None:
    assert scores(course, "a1") == ()
