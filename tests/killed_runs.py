"""Kills ``autograder grade`` at bad moments, runs it again, and looks for what is wrong then.

A run is a real process with a folder for temporary files of its own. Whatever is forked for it, also what is
re-parented when the run is killed, has one of these folders in its command line.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any

from conftest import children, processes
from nb_course import solved, submit, write_course
from nbgrader.api import Gradebook
from rich.console import Console
from small_course import AUTOGRADER, add_twins

from autograder.course import Course, load_course
from autograder.progress import grade_with_progress
from autograder.sandbox.warm import Warm
from autograder.session import Options

CONFIG = """\
c.Autograder.cell_limits = {"a1/double": {"cell_seconds": 1}}
c.Autograder.assignments = [{"name": "a1", "duedate": "2027-01-01 10:00:00 UTC"}]
c.LateSubmissionPlugin.penalty_method = "zero"
"""
GONE_SECONDS = 60.0  # in which no process of a killed run may be left; importing torch is not interrupted
END_SECONDS = 240.0  # in which a run ends, on a machine that is busy with other things
MEASURED = re.compile(r'"(seconds|peak_mb)": [\d.e-]+,?')  # in an executed notebook's metadata
RECORDING_SECONDS = 0.06  # from the moment a result is kept until it is recorded, about


# --- the course ------------------------------------------------------------------------------------------------------


def write_class(root: Path) -> Course:
    """A course with an assignment ``a1`` that seven students fare differently in, and ``a2``, of ada only."""
    course = write_course(root, config=CONFIG)
    add_twins(course)
    wrong = {"double": "def double(x):\n    return abs(2 * x)", "half": "def half(x):\n    raise KeyError"}
    submit(course, "ada", solved(course))
    submit(course, "bob", solved(course, wrong))
    unreadable = submit(course, "cyd", solved(course))
    unreadable.write_text(unreadable.read_text()[:300])
    submit(course, "dan", solved(course, {"double": "while True: pass"}))
    submit(course, "eve", solved(course), "2027-01-02 12:00:00 UTC")  # late
    submit(course, "fay", solved(course, {"why": "For I say so."}))
    submit(course, "gil", solved(course), "2027-01-01 09:00:00 UTC")
    return load_course(root)


def grade_some_before(course: Course, warm: Warm) -> None:
    """An earlier day: a2, gil's a1 and fay's are graded; a person scores fay's; she hands in something else."""
    grade_here(course, warm, "a2")
    grade_here(course, warm, "a1", ["fay", "gil"])
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for grade_id, score in (("why", 2.5), ("test_half", 0.5), ("essay", 1.5)):
            grade = gradebook.find_grade(grade_id, "n1", "a1", "fay")
            grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()
    submit(course, "fay", solved(course, {"why": "On second thoughts, because."}))


def grade_here(course: Course, warm: Warm, assignment: str = "a1", students: list[str] | None = None) -> "Ended":
    """What the command does, in this process: a test has a warm one already."""
    shown = StringIO()
    console = Console(file=shown, width=120)
    status = grade_with_progress(course, assignment, students, Options(2, "cpu"), console, warm)
    return Ended(status, shown.getvalue())


@dataclass(frozen=True)
class Ended:
    """What a run says at its end."""

    status: int
    output: str


@dataclass(frozen=True)
class Scene:
    """A course before a run of a1, how an undisturbed run leaves it, and that run's exit status."""

    before: Course
    after: Course
    status: int

    @classmethod
    def make(cls, root: Path, warm: Warm, graded_before: bool) -> "Scene":
        """Writes it below `root`."""
        before = write_class(root / "before")
        if graded_before:
            grade_some_before(before, warm)
        after = copied(before, root / "after")
        ended = grade_here(after, warm)
        (root / "status").write_text(str(ended.status))
        return cls(before, after, ended.status)

    @classmethod
    def load(cls, root: Path) -> "Scene":
        """What `make` made."""
        before, after = (load_course(root / name) for name in ("before", "after"))
        return cls(before, after, int((root / "status").read_text()))


def copied(course: Course, root: Path) -> Course:
    """The course as it is, in another folder."""
    shutil.copytree(course.root, root)
    return load_course(root)


# --- what a course holds ---------------------------------------------------------------------------------------------


def gradebook(course: Course) -> dict[str, Any]:
    """All that nbgrader tells of a gradebook, and what SQLite says of the file."""
    found: dict[str, Any] = {}
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        for check in ("integrity_check", "foreign_key_check"):
            found[check] = database.execute(f"PRAGMA {check}").fetchall()
        found["schema"] = database.execute("SELECT version_num FROM alembic_version").fetchall()
        found["twice"] = database.execute(
            "SELECT student_id, assignment_id FROM submitted_assignment GROUP BY 1, 2 HAVING count(*) > 1"
        ).fetchall()
    with Gradebook(course.db_url, course.course_id) as book:
        for assignment in book.assignments:
            found[assignment.name] = (assignment.duedate, sorted(n.name for n in assignment.notebooks))
            for row in assignment.submissions:
                key = f"{assignment.name}/{row.student.id}"
                found[key] = (row.timestamp, row.score, row.max_score, row.late_submission_penalty)
                for notebook in row.notebooks:
                    for grade in notebook.grades:
                        found[f"{key}/{notebook.name}/{grade.name}"] = (
                            grade.auto_score, grade.manual_score, grade.max_score, grade.needs_manual_grade,
                        )  # fmt: skip
                    for comment in notebook.comments:
                        found[f"{key}/{notebook.name}/{comment.name} comment"] = comment.comment
    return found


def autograded(course: Course) -> dict[str, Any]:
    """Everything below ``autograded/``, hidden drafts included: path → mode, content."""
    root = course.root / "autograded"
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_mode,
            MEASURED.sub("", path.read_text("utf-8", "surrogateescape")) if path.is_file() else None,
        )
        for path in root.rglob("*")
    }


def results(course: Course) -> dict[str, str]:
    """Every file below ``.autograder/results``: path → text."""
    root = course.root / ".autograder" / "results"
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def without_seconds(value: Any) -> Any:
    """A result's JSON without what differs from run to run."""
    if isinstance(value, dict):
        return {name: without_seconds(part) for name, part in value.items() if name not in ("seconds", "peak_mb")}
    if isinstance(value, str):  # the text of an executed notebook holds them, too
        return MEASURED.sub("", value)
    return [without_seconds(part) for part in value] if isinstance(value, list) else value


def everything(course: Course) -> dict[str, Any]:
    """All that a run leaves in a course, in a form that must be the same for every run."""
    kept = {f"results/{name}": without_seconds(json.loads(text)) for name, text in results(course).items()}
    files = {f"autograded/{name}": content for name, content in autograded(course).items()}
    return gradebook(course) | files | kept


def differences(found: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What is not as it should be, one line each."""
    names = sorted(found.keys() | expected.keys())
    return [
        f"{name}: {str(found.get(name, 'nothing'))[:300]} instead of {str(expected.get(name, 'nothing'))[:300]}"
        for name in names
        if found.get(name, "nothing") != expected.get(name, "nothing")
    ]


# --- runs ------------------------------------------------------------------------------------------------------------


class Moment(StrEnum):
    """When to kill."""

    ANY = "any time"  # between its start and the end
    GRADING = "after the first result"
    RECORDING = "while a result is recorded"


class Target(StrEnum):
    """What to kill."""

    RUN = "the run"
    GROUP = "its process group"
    WARM = "the warm process"
    GRADER = "a grader"
    GUARD = "a guard"


def below(pid: int) -> list[int]:
    """Children of a process, in order; none where it ended."""
    with contextlib.suppress(OSError):
        return sorted(children(pid))
    return []


class Run:
    """A real ``autograder grade a1``.

    Args:
        course: what it grades.
        temporary: an empty folder for its temporary files.
    """

    def __init__(self, course: Course, temporary: Path) -> None:
        self.course, self.temporary = course, temporary
        self.log = temporary.with_suffix(".log")
        self.mounts = Path("/proc/self/mountinfo").read_text()
        self.results = self.seen()
        self.started = time.monotonic()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*AUTOGRADER, "grade", "a1", "--course-dir", str(course.root), "--workers", "2", "--device", "cpu"],
                env=os.environ | {"TMPDIR": str(temporary), "COLUMNS": "120"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def seconds(self) -> float:
        """Since its start."""
        return time.monotonic() - self.started

    def ended(self, seconds: float = END_SECONDS) -> Ended:
        """Waits for its end.

        Raises:
            subprocess.TimeoutExpired: it did not come.
        """
        status = self.process.wait(seconds)
        return Ended(status, self.log.read_text())

    # --- what can be seen from outside

    def family(self) -> set[int]:
        """Its processes, wherever they are re-parented to."""
        marks = (f"{self.course.root}", f"{self.temporary}/")
        return {pid for pid, command in processes().items() if any(mark in command for mark in marks)}

    def seen(self) -> set[tuple[str, int]]:
        """Which results there are, and of when."""
        folder = self.course.root / ".autograder" / "results" / "a1"
        with contextlib.suppress(OSError):  # not there yet, or changed while we looked
            return {(path.name, path.stat().st_mtime_ns) for path in folder.iterdir()}
        return set()

    def new_results(self, kind: str = "") -> set[str]:
        """Students whose result has come since its start; of that `kind` (``.json``: and is recorded)."""
        return {Path(name).stem for name, _ in self.seen() - self.results if name.endswith(kind)}

    def phase(self) -> str:
        """What it is doing, as far as its files and processes tell."""
        if any((self.course.root / ".autograder" / "results" / "a1").glob("*.arrived")):
            return "recording"
        if self.new_results():
            return "grading"
        return "first grading" if any(map(below, below(self.process.pid))) else "importing"

    # --- what is done to it

    def wait_for(self, moment: Moment, chance: random.Random, seconds: float) -> None:
        """Waits until a moment, or the end of the run.

        Args:
            moment: which one.
            chance: draws it.
            seconds: what a run takes, or what is left of it after the first result.
        """
        if moment is Moment.RECORDING:
            which = chance.randint(1, 4)
            self._poll(lambda: len(self.new_results()) >= which)  # it is kept, then recorded
            seconds = RECORDING_SECONDS
        elif moment is Moment.GRADING:
            self._poll(lambda: self.new_results())
        end = time.monotonic() + chance.uniform(0, seconds)
        self._poll(lambda: time.monotonic() >= end)

    def _poll(self, condition: Callable[[], object]) -> None:
        while not condition() and self.process.poll() is None:
            time.sleep(0.002)

    def kill(self, target: Target, chance: random.Random) -> Target | None:
        """Kills; gives what was there to be killed: None where the run had ended."""
        if self.process.poll() is not None:
            return None
        warm = below(self.process.pid)[:1]
        forked = [child for pid in warm for child in below(pid)]
        pids = {
            Target.WARM: warm,
            Target.GRADER: [pid for pid in forked if not below(pid)],
            Target.GUARD: [pid for pid in forked if below(pid)],
        }.get(target, [])
        try:
            if target is Target.GROUP:
                os.killpg(self.process.pid, signal.SIGKILL)
            elif pids:
                os.kill(chance.choice(pids), signal.SIGKILL)
            else:
                target = Target.RUN
                self.process.kill()
        except ProcessLookupError:  # it ended while we looked
            return None
        return target

    def left_behind(self, whole_group: bool) -> Iterator[str]:
        """What is left of it when all its processes should have ended, one line each.

        Args:
            whole_group: nobody was left to remove its folder; the next run does.
        """
        end = time.monotonic() + GONE_SECONDS
        while self.family() and time.monotonic() < end:
            time.sleep(0.05)
        everybody = processes()
        yield from (f"process {pid} is left: {everybody.get(pid)}" for pid in self.family())
        mounted = set(Path("/proc/self/mountinfo").read_text().splitlines()) - set(self.mounts.splitlines())
        yield from (f"a mount is left: {line}" for line in mounted if str(self.temporary) in line)
        if not whole_group:
            yield from (f"{path} is left" for path in self.temporary.iterdir())


# --- one kill, and what became of it ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kill:
    """What to do to a run."""

    moment: Moment
    target: Target
    seed: int


@dataclass(frozen=True)
class Outcome:
    """A killed run, and the run after it.

    Attributes:
        killed: what was there to be killed; None: the run was quicker.
        seconds: when, after the start of the run.
        phase: what the run was doing.
        recorded: submissions that it had recorded then.
        kept: results that the next run found recorded, and did not grade again.
        gone: seconds after which no process was left.
        problems: what is not as an undisturbed run leaves it; empty: it recovered.
    """

    killed: Target | None
    seconds: float
    phase: str
    recorded: int
    kept: int
    gone: float
    problems: list[str]


def kill_and_run_again(
    scene: Scene, kill: Kill, folder: Path, seconds: float, again: Callable[[Course], Ended]
) -> Outcome:
    """Kills a run of a scene, and compares what the next one makes of it with an undisturbed one.

    Args:
        scene: the course.
        kill: what to kill, when.
        folder: a new folder that everybody can reach, for a copy of the course.
        seconds: see `Run.wait_for`.
        again: grades a1 of the course once more.
    """
    chance = random.Random(kill.seed)
    course = copied(scene.before, folder / "course")
    temporary = folder / "tmp"
    temporary.mkdir()
    folder.chmod(0o755)  # root grades as nobody, who must reach what the run has there
    run = Run(course, temporary)
    run.wait_for(kill.moment, chance, seconds)
    at, phase, recorded = run.seconds, run.phase(), len(run.new_results(".json"))
    killed = run.kill(kill.target, chance)
    run.ended()
    moment = time.monotonic()
    problems = list(run.left_behind(killed is Target.GROUP))
    gone = time.monotonic() - moment
    before = results(course)
    problems += compare(scene, course, before, again(course))
    problems += [f"{path} is left after the next run" for path in temporary.iterdir()]
    kept, _ = taken_over(before, results(course))
    return Outcome(killed, at, phase, recorded, len(kept), gone, problems)


def run_again(course: Course) -> Ended:
    """A second run, as a real command with the same folder for temporary files."""
    return Run(course, course.root.parent / "tmp").ended()


def taken_over(before: dict[str, str], after: dict[str, str]) -> tuple[list[str], list[str]]:
    """Results of a1 that are unchanged after the next run: those that were recorded, and those that were only kept."""
    recorded, arrived = (
        [name for name in after if name.startswith("a1/") and before.get(name.replace(".json", kind)) == after[name]]
        for kind in (".json", ".arrived")
    )
    return recorded, arrived


def compare(scene: Scene, course: Course, before: dict[str, str], again: Ended) -> Iterator[str]:
    """What the run after a killed one did wrong.

    Args:
        scene: what should have come of it.
        course: what came of it.
        before: the results that the killed run left.
        again: what the run after it said.
    """
    yield from differences(everything(course), everything(scene.after))
    if again.status != scene.status:
        yield f"exit status {again.status} instead of {scene.status}: {again.output}"
    kept, arrived = taken_over(before, results(course))
    graded = [name.removesuffix(".arrived") for name, text in before.items() if ".arrived" in name and is_json(text)]
    yield from (f"{name} was graded twice" for name in graded if f"{name}.json" not in arrived)
    said = f"({len(kept)} of them before, and unchanged since" if kept else "6 of 7 submissions graded on"
    if said not in again.output:
        yield f"{said!r} is not said: {again.output}"


def is_json(text: str) -> bool:
    """Whether a file was written to its end."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
