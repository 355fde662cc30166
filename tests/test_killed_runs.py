"""A run that is killed, whenever and however: the next one makes of it what an undisturbed one would have made."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import wait_for
from killed_runs import Kill, Moment, Scene, Target, below, copied, grade_here, gradebook, kill_and_run_again, run_again
from nb_course import solved, submit

from autograder.gradebook import scores
from autograder.sandbox.warm import Warm
from autograder.scratch import Scratch
from autograder.session import Options, Session

WITHIN = 0.5  # seconds of the start, or of the first result: such a run has not ended then


@pytest.fixture(scope="module")
def first_day(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Scene:
    """Nothing was ever graded; there is no gradebook."""
    return Scene.make(tmp_path_factory.mktemp("first"), warm, graded_before=False)


@pytest.fixture(scope="module")
def later_day(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Scene:
    """Some were graded before, one of them by a person, too."""
    return Scene.make(tmp_path_factory.mktemp("later"), warm, graded_before=True)


def test_an_undisturbed_run_keeps_what_a_person_gave_and_asks_for_another_look(later_day: Scene) -> None:
    rows = gradebook(later_day.after)
    assert rows["integrity_check"] == [("ok",)]
    assert rows["a1/fay/n1/why"] == (None, 2.5, 3.0, True)
    assert rows["a1/fay/n1/test_half"] == (1.0, 0.5, 1.0, True)
    assert {s.student: s.total for s in scores(later_day.after, "a1")} == {
        "ada": 3.0, "bob": 0.0, "dan": 1.0, "eve": 0.0, "fay": 2 + 0.5 + 2.5 + 1.5, "gil": 3.0,
    }  # fmt: skip


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's: nobody but its owner can reach anything in that."""
    with tempfile.TemporaryDirectory(prefix="killed-run-") as name:
        yield Path(name)


@pytest.mark.parametrize(
    ("day", "moment", "target", "seed"),
    [
        ("first_day", Moment.ANY, Target.RUN, 1),
        ("first_day", Moment.RECORDING, Target.RUN, 2),
        ("later_day", Moment.RECORDING, Target.GROUP, 3),
        ("later_day", Moment.GRADING, Target.WARM, 4),
        ("later_day", Moment.GRADING, Target.GRADER, 5),
    ],
)
def test_a_killed_run_leaves_nothing_behind_and_the_next_one_completes_it(
    day: str, moment: Moment, target: Target, seed: int, request: pytest.FixtureRequest, folder: Path, warm: Warm
) -> None:
    scene: Scene = request.getfixturevalue(day)
    # Where all were killed, what they left for the next run to remove is not in this process's folder.
    again = run_again if target is Target.GROUP else partial(grade_here, warm=warm)
    outcome = kill_and_run_again(scene, Kill(moment, target, seed), folder, WITHIN, again)
    assert outcome.killed is not None
    assert outcome.problems == []


def test_a_run_that_ends_before_any_change_of_a_file_or_the_gradebook_is_completed_by_the_next(
    first_day: Scene, later_day: Scene
) -> None:
    """Some of the changes, drawn by chance; `benchmarks/killed_runs.py` tries all of them."""
    folders = [str(scene.before.root.parent) for scene in (first_day, later_day)]
    program = [sys.executable, str(Path(__file__).with_name("kill_points.py")), *folders, "--points", "3"]
    done = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True)
    points = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(points) == 6
    assert [point for point in points if point["problems"]] == []


# --- one by one ------------------------------------------------------------------------------------------------------


def test_a_result_that_was_not_recorded_is_recorded_as_a_new_one_without_grading_it_again(
    later_day: Scene, tmp_path: Path, warm: Warm
) -> None:
    course = copied(later_day.before, tmp_path / "course")
    with Session(course, Options(2, "cpu"), warm) as session:
        results = session.grade(course.assignment("a1"), course.submissions("a1", ["fay"]))
        graded = next(results)  # the run ends here: nobody records it
    assert not graded.kept
    with Session(course, Options(2, "cpu"), warm) as session:
        [again] = session.grade(course.assignment("a1"), course.submissions("a1", ["fay"]))
        assert again == graded
        [again] = session.grade(course.assignment("a1"), course.submissions("a1", ["fay"]))
        assert again.kept


def test_half_a_file_is_no_result(later_day: Scene, tmp_path: Path, warm: Warm) -> None:
    course = copied(later_day.after, tmp_path / "course")
    with Session(course, Options(2, "cpu"), warm) as session:
        path = session.result_path("a1", "gil")
        text = path.read_text()
        session.arrived_path("a1", "gil").write_text(text[: len(text) // 2])
        [result] = session.grade(course.assignment("a1"), course.submissions("a1", ["gil"]))
        assert (result.kept, result.score) == (False, 3.0)
        assert not session.arrived_path("a1", "gil").exists()


def test_a_guard_that_is_killed_costs_its_submission_no_points(first_day: Scene, tmp_path: Path, warm: Warm) -> None:
    course = copied(first_day.before, tmp_path / "course")
    submit(course, "ada", solved(course, {"half": "import time\ntime.sleep(3)\ndef half(x):\n    return x / 2"}))
    with Session(course, Options(1, "cpu"), warm) as session:
        killer = threading.Thread(target=kill_the_guard, args=(session, warm), daemon=True)
        killer.start()
        [result] = session.grade(course.assignment("a1"), course.submissions("a1", ["ada"]))
        killer.join()
        assert result.error is not None, "her code had no part in it"
        [result] = session.grade(course.assignment("a1"), course.submissions("a1", ["ada"]))
        assert (result.error, result.score) == (None, 3.0)


def kill_the_guard(session: Session, warm: Warm) -> None:
    """Kills the guard of the submission that is being graded, when its code runs."""
    guards: list[int] = []
    while not guards:
        time.sleep(1)
        guards = [pid for pid in below(warm.process.pid) if session.in_progress and below(pid)]
    os.kill(guards[0], signal.SIGKILL)


def test_a_folder_is_removed_by_the_next_user_once_nobody_holds_it(tmp_path: Path) -> None:
    program = (
        "import sys, subprocess; from pathlib import Path; from autograder.scratch import Scratch\n"
        "made = Scratch('run-', Path(sys.argv[1])); (made.path / 'file').touch()\n"
        "child = subprocess.Popen(['sleep', '60'], pass_fds=[made.lock])\n"
        "print(child.pid, flush=True); sys.stdin.read()"
    )
    (tmp_path / "run-of-someone").mkdir()
    (tmp_path / "other").mkdir()
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        child = int(holder.stdout.readline())
        [left] = [path for path in tmp_path.glob("run-*") if (path / "file").exists()]
        holder.kill()
    with Scratch("run-", tmp_path):
        assert left.exists(), "its child lives"
    os.kill(child, signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{child}").exists())
    with Scratch("run-", tmp_path) as mine:
        assert {path.name for path in tmp_path.iterdir()} == {mine.name, "other"}
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
