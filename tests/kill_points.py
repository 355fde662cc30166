"""Ends a run before each change of a file or of the gradebook, one after the other, and runs it again.

    python tests/kill_points.py SCENE... [--points N --seed S]

What graders would answer is there already (a `killed_runs.Scene` is what `Scene.make` made), so that a run takes a
fraction of a second: what is looked at here is how results are kept and recorded. Prints a line of JSON for each point.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn, cast
from unittest import mock

import sqlalchemy
from killed_runs import Ended, Scene, compare, copied, grade_here, results

from autograder import session
from autograder.course import Course
from autograder.jobs import Job
from autograder.results import SubmissionResult
from autograder.sandbox.warm import Warm

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
NO_WARM = object()  # nothing is forked
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate")


class Killer:
    """Counts this process's changes below a folder, and of any database; ends the process before one of them.

    Args:
        folder: changes elsewhere do not count.
        point: number of the fatal one, from 1; 0 for none.
    """

    def __init__(self, folder: Path, point: int) -> None:
        self.folder, self.point = str(folder), point
        self.changes: list[str] = []
        sys.addaudithook(self.audit)
        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", self.statement)
        sqlalchemy.event.listen(sqlalchemy.Engine, "commit", lambda _: self.change("COMMIT"))

    def change(self, what: str) -> None:
        """Counts one that is about to happen."""
        self.changes.append(what)
        if len(self.changes) == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Hears of what Python does to files. One that is opened counts twice: it may be empty when the end comes."""
        path = str(arguments[0]) if arguments else ""
        if not path.startswith(self.folder):
            return
        if event == "open" and arguments[2] & WRITES:
            self.change(f"open {path}")
            if len(self.changes) + 1 == self.point:
                os.open(path, arguments[2])
            self.change(f"write {path}")
        elif event in CHANGES:
            self.change(f"{event} {path}")

    def statement(self, _connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        """Hears of what is sent to a database."""
        if not text.lstrip().startswith(("SELECT", "PRAGMA")):
            self.change(" ".join(text.split()))


def answer_at_once(answers: dict[str, SubmissionResult]) -> None:
    """From now on, graders of this process have the answer already."""

    def grade_all(jobs: Iterable[Job], *_: Any) -> Iterator[SubmissionResult]:
        return (answers[job.student] for job in jobs)

    mock.patch.multiple(session, grade_all=grade_all, check_imports=lambda *_: None).start()


def in_a_child(body: Callable[[], dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    """Runs it in a forked process; gives how that ended, and what it answered."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _answer(body, writing)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), json.loads(text or "{}")


def _answer(body: Callable[[], dict[str, Any]], descriptor: int) -> NoReturn:
    try:
        answer = body()
        with os.fdopen(descriptor, "w") as stream:
            json.dump(answer, stream)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def grade(course: Course, point: int = 0) -> dict[str, Any]:
    """Grades a1; gives how the run ended and what it changed, unless it ends at a point before that."""
    killer = Killer(course.root, point)
    ended = grade_here(course, cast(Warm, NO_WARM))
    return {"ended": (ended.status, ended.output), "changes": killer.changes}


def end_before(scene: Scene, point: int, folder: Path) -> list[str]:
    """Ends a run of a scene before a change, runs it again; gives what is wrong then."""
    course = copied(scene.before, folder)
    status, _ = in_a_child(lambda: grade(course, point))
    if status != -signal.SIGKILL:
        return [f"it was not killed: {status}"]
    before = results(course)
    status, answer = in_a_child(lambda: grade(course))
    if status:
        return [f"the run after it failed: {status}"]
    return list(compare(scene, course, before, Ended(*answer["ended"])))


def try_points(scene: Scene, folder: Path, number: int | None, seed: int) -> Iterator[dict[str, Any]]:
    """Ends runs of a scene before each change, or before some of them.

    Args:
        scene: the course.
        folder: an empty one.
        number: how many points, drawn by chance; None for all. The second one, where half of something may be there
            for the first time, is always among them.
        seed: of the draw.
    """
    texts = [text for name, text in results(scene.after).items() if name.startswith("a1/")]
    answer_at_once({result.student: result for result in map(SubmissionResult.from_json, texts)})
    _, undisturbed = in_a_child(lambda: grade(copied(scene.before, folder / "0")))
    changes = undisturbed["changes"]
    points = list(range(1, len(changes) + 1))
    if number is not None:
        points = sorted([2, *random.Random(seed).sample(points[2:], number - 1)])
    for point in points:
        problems = end_before(scene, point, folder / str(point))
        what = changes[point - 1].replace(f"{folder}/0/", "")
        yield {"point": point, "of": len(changes), "before": what, "problems": problems}


def main() -> None:
    """Tries the points of some scenes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scene", type=Path, nargs="+")
    parser.add_argument("--points", type=int, help="how many of each, drawn by chance (default: all)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for scene in options.scene:
        with tempfile.TemporaryDirectory(dir=scene) as folder:
            for point in try_points(Scene.load(scene), Path(folder), options.points, options.seed):
                print(json.dumps({"scene": str(scene), **point}), flush=True)


if __name__ == "__main__":
    main()
