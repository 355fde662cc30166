"""A run over a class: what is graded again, what is kept, and what one submission can do to the others."""

import dataclasses
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Graded, SmallCourse, Task
from nb_course import solved, submit, write_course
from small_course import add_twins

from autograder.course import Assignment, Course, Submission
from autograder.devices import find_devices, gpu_nodes, gpu_numbers
from autograder.engines.local import grade_all
from autograder.errors import SetupError
from autograder.results import SubmissionResult
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session

DOUBLE = Task("double", "def double(x):\n    return 2 * x", "assert double(2) == 4")
HALF = Task("half", "def half(x):\n    return x / 2", "assert half(2) == 1")


def hand_in(course: SmallCourse, assignment: Assignment, *students: str) -> list[Submission]:
    """Submissions that were graded once."""
    for student in students:
        course.submit(assignment, student=student)
    return list(course.course.submissions(assignment.name, students))


def kept(results: Iterator[SubmissionResult]) -> dict[str, bool]:
    """Which results came from an earlier run."""
    return {result.student: result.kept for result in results}


def edit_source(course: SmallCourse, assignment: Assignment, old: str, new: str) -> Assignment:
    """Changes the source notebook; gives the assignment that it makes now."""
    [source] = assignment.notebooks
    text = source.path.read_text()
    assert old in text
    source.path.write_text(text.replace(old, new))
    return course.course.assignment(assignment.name)


def test_an_unchanged_submission_is_not_graded_twice(course: SmallCourse) -> None:
    assignment = course.assignment([DOUBLE, HALF])
    first = course.submit(assignment).result
    second = course.grade(assignment).result
    assert (first.kept, second.kept) == (False, True)
    assert dataclasses.replace(second, kept=False) == first


def test_a_changed_submission_is_graded_again_and_no_other(course: SmallCourse) -> None:
    assignment = course.assignment([DOUBLE])
    submissions = hand_in(course, assignment, "ada", "bob", "eve")
    path = submissions[1].folder / "work.ipynb"
    path.write_text(path.read_text().replace("2 * x", "3 * x"))
    (submissions[2].folder / "helper.py").write_text("")  # a file it may import is a part of it
    results = {r.student: r for r in course.session.grade(assignment, submissions)}
    assert kept(iter(results.values())) == {"ada": True, "bob": False, "eve": False}
    assert {s: r.score for s, r in results.items()} == {"ada": 2, "bob": 0, "eve": 2}


def test_a_changed_test_grades_its_assignment_again_and_no_other(course: SmallCourse) -> None:
    changed, other = course.assignment([DOUBLE]), course.assignment([DOUBLE])
    submissions = hand_in(course, changed, "ada", "bob"), hand_in(course, other, "ada")
    changed = edit_source(course, changed, "assert double(2) == 4", "assert double(2) == 5")
    results = list(course.session.grade(changed, submissions[0]))
    assert [(r.kept, r.score) for r in results] == [(False, 0), (False, 0)]
    assert kept(course.session.grade(other, submissions[1])) == {"ada": True}


def test_a_changed_test_grades_its_notebook_again_and_keeps_the_others(tmp_path: Path, warm: Warm) -> None:
    course = write_course(tmp_path)
    submit(course, "ada", solved(course))
    add_twins(course)
    before, after = [], []
    with Session(course, Options(workers=0), warm) as session:
        for results in (before, after):
            assignment = course.assignment("a2")
            results += session.grade(assignment, course.submissions("a2"))
            path = assignment.notebooks[1].path
            path.write_text(path.read_text().replace("assert double(4) == 8", "assert double(4) == 9"))
    (first,), (second,) = before, after
    assert not second.kept
    assert second.notebooks[0] == first.notebooks[0]  # to the millisecond: it was not run again
    assert (first.notebooks[1].score, second.notebooks[1].score) == (2, 0)


def test_changed_limits_grade_again(course: SmallCourse) -> None:
    assignment = course.assignment([DOUBLE])
    submissions = hand_in(course, assignment, "ada")
    limits = dataclasses.replace(assignment.limits, cell_seconds=assignment.limits.cell_seconds / 2)
    assert kept(course.session.grade(dataclasses.replace(assignment, limits=limits), submissions)) == {"ada": False}


def test_a_kept_result_that_is_damaged_or_of_another_version_is_graded_again(course: SmallCourse) -> None:
    assignment = course.assignment([DOUBLE])
    submissions = hand_in(course, assignment, "ada")
    path = course.session.result_path(assignment.name, "ada")
    whole = path.read_text()
    for damaged in (whole[:100], "", "[]", whole.replace('"outcome"', '"verdict"')):
        path.write_text(damaged)
        assert kept(course.session.grade(assignment, submissions)) == {"ada": False}
    assert kept(course.session.grade(assignment, submissions)) == {"ada": True}


def test_kept_results_come_first_and_unreadable_submissions_cost_nobody_else(course: SmallCourse) -> None:
    assignment = course.assignment([DOUBLE])
    first, *_, last = submissions = hand_in(course, assignment, "ada", "bob", "eve", "zed")
    (first.folder / "work.ipynb").write_text((first.folder / "work.ipynb").read_text().replace("2 * x", "x + x"))
    (last.folder / "work.ipynb").write_bytes(b"")
    results = list(course.session.grade(assignment, submissions))
    assert [r.student for r in results] == ["bob", "eve", "zed", "ada"]
    assert results[2].error is not None
    assert "work.ipynb is empty" in results[2].error
    assert [r.score for r in results] == [2, 2, 0, 2]


def test_a_grader_that_dies_costs_its_own_submission_only_and_is_not_kept(course: SmallCourse) -> None:
    # What should never happen: a test that takes its grader along.
    fatal = Task("kind", "kind = 'good'", "import os\nif kind == 'bad':\n    os._exit(3)")
    assignment = course.assignment([fatal])
    course.submit(assignment, student="ada")
    with pytest.raises(AssertionError, match="The grader itself failed on this submission; nothing was recorded"):
        course.submit(assignment, {"kind": "kind = 'bad'"}, student="bob")
    course.submit(assignment, student="eve")
    submissions = course.course.submissions(assignment.name)
    results = {r.student: r for r in course.session.grade(assignment, submissions)}
    assert {s: (r.kept, r.error is None) for s, r in results.items()} == {
        "ada": (True, True),
        "bob": (False, False),
        "eve": (True, True),
    }


# --- sessions of their own -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course in which ada's submission takes longer than bob's and eve's."""
    course = write_course(tmp_path_factory.mktemp("waiting"))
    submit(course, "ada", solved(course, {"double": "import time\ntime.sleep(3)\ndouble = lambda x: 2 * x"}))
    submit(course, "bob", solved(course))
    submit(course, "eve", solved(course, {"half": "def half(x):\n    return x"}))
    return course


@pytest.fixture(scope="module")
def side_by_side(waiting: Course) -> list[tuple[SubmissionResult, list[str]]]:
    """All results of two workers as they arrived, each with who was being graded then."""
    with Session(waiting, Options(workers=2, device="cpu")) as session:
        results = session.grade(waiting.assignment("a1"), waiting.submissions("a1"))
        return [(result, sorted(session.in_progress)) for result in results]


def test_submissions_are_graded_side_by_side_and_arrive_as_they_finish(
    side_by_side: list[tuple[SubmissionResult, list[str]]],
) -> None:
    arrived = [(result.student, result.score, in_progress) for result, in_progress in side_by_side]
    assert arrived == [("bob", 3, ["ada", "eve"]), ("eve", 2, ["ada"]), ("ada", 3, [])]


def test_no_workers_grade_in_this_process_with_the_same_result_and_the_exceptions(
    waiting: Course, side_by_side: list[tuple[SubmissionResult, list[str]]]
) -> None:
    before = Path.cwd()
    with Session(waiting, Options(workers=0, device="cpu", force=True)) as session:
        for result in session.grade(waiting.assignment("a1"), waiting.submissions("a1", ["eve"])):
            error = session.errors["eve", "test_half"]
            assert isinstance(error, AssertionError)
            [*_, (frame, _)] = traceback.walk_tb(error.__traceback__)
            assert frame.f_code.co_filename == "<test cell test_half>"
            assert frame.f_globals["half"](4) == 4  # the sandbox is still there
            assert not result.kept  # it was graded before: that is what force is for
            assert without_times(result) == without_times(side_by_side[1][0])
        assert not session.errors
    assert Path.cwd() == before


def without_times(result: SubmissionResult) -> Any:
    """What of a result must not differ from run to run."""
    cells = [dataclasses.replace(c, seconds=0) for n in result.notebooks for c in n.cells]
    return result.key, cells, [re.sub(r'"(seconds|peak_mb)": [\d.e-]+', "", n.executed or "") for n in result.notebooks]


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="this machine has a GPU")
def test_without_a_gpu_auto_is_the_cpu_and_cuda_is_refused() -> None:
    assert find_devices("auto") == find_devices("cpu") == ("cpu",)
    with pytest.raises(SetupError, match="PyTorch sees no CUDA GPU here: use --device cpu"):
        find_devices("cuda")


def test_a_sandbox_gets_the_device_files_of_one_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("nvidia0", "nvidia1", "nvidia10", "nvidiactl", "nvidia-uvm", "nvidia-modeset"):
        (tmp_path / name).touch()
    assert gpu_numbers(tmp_path) == [0, 1, 10]
    nodes = {device: {path.name for path in gpu_nodes(device, tmp_path)} for device in ("cuda:1", "cuda:10", "cpu")}
    shared = {"nvidiactl", "nvidia-uvm"}
    assert nodes == {"cuda:1": {"nvidia1", *shared}, "cuda:10": {"nvidia10", *shared}, "cpu": set()}
    for visible, left in (("1,10", [1, 10]), ("0", [0]), ("", []), ("GPU-8f2e", [0, 1, 10])):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
        assert gpu_numbers(tmp_path) == left


def test_workers_are_spread_over_the_gpus(course: SmallCourse) -> None:
    # This needs no GPU: nothing that it grades uses one, but each test is told where its student's code runs.
    test = "from autograder import checks\nprint(checks.current_device.get())"
    assignment = course.assignment([Task("x", "import time\ntime.sleep(1)", test)])
    submissions = hand_in(course, assignment, "ada", "bob", "eve", "fay")
    batch = course.session.batch(assignment)
    jobs = [course.session.job(batch, submission) for submission in submissions]
    results = list(grade_all(jobs, course.session.warm, 2, ("cuda:0", "cuda:1")))
    used = [Graded(result).outputs("test-x")[0]["text"].strip() for result in results]
    assert sorted(used) == ["cuda:0", "cuda:0", "cuda:1", "cuda:1"]


def test_imports_that_fail_in_a_sandbox_stop_the_run_before_anyone_loses_points(course: SmallCourse) -> None:
    broken = course.assignment([DOUBLE], setup="import math\nimport no_such_package_4711")
    with pytest.raises(SetupError, match=r"import no_such_package_4711.*ModuleNotFoundError"):
        course.submit(broken)
    helped = course.assignment([DOUBLE], setup="import helper_4711", files={"helper_4711.py": b""})
    assert course.submit(helped).scores == {"double": 2}
