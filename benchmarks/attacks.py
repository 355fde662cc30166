"""The attack suite given to ``autograder grade`` and to plain ``nbgrader autograde``, in one run.

    python benchmarks/attacks.py [--only PART_OF_NAME] [--record]

Ours grades all attackers and some honest students as one class. nbgrader runs hidden tests in the student's process, as
the user who grades: each attack gets a course of its own with an honest student who is graded after it, inside one of
our sandboxes (files, network and users of this machine are out of reach there), as nbgrader comes. Prints a table,
writes ``benchmarks/out/attacks.json``, and with ``--record`` also ``docs/attacks.md``. It fails if one of ours got
through.
"""

import argparse
import array
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import track
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

import attack_suite as suite  # noqa: E402  # the suite is the tests'
from attack_suite import ASSIGNMENT, HONEST_POINTS, NOTEBOOK, Attack  # noqa: E402
from conftest import children, wait_for  # noqa: E402

from autograder.course import Course, Limits, load_course  # noqa: E402
from autograder.data import mnist_root  # noqa: E402
from autograder.gradebook import Recorder, scores  # noqa: E402
from autograder.sandbox import isolation  # noqa: E402
from autograder.sandbox.channel import Channel, ChannelClosed, ChannelTimeout  # noqa: E402
from autograder.sandbox.spec import HOME, SandboxSpec  # noqa: E402
from autograder.session import Options, Session  # noqa: E402

ONE_PROCESS = """
import sys
from nbgrader.apps import NbGraderApp

for command in sys.argv[1:]:
    app = NbGraderApp.instance()
    try:
        app.initialize(command.split())
        app.start()
    except BaseException as error:
        print(command, repr(error))
    NbGraderApp.clear_instance()
"""
# It waits 30 s as it comes: only time would differ. One honest student is enough; the other's files can be copied.
PLAIN_CONFIG = "c.Execute.timeout = 30\nc.CourseDirectory.student_id_exclude = 'ada'\n"
AROUND_NBGRADER = Limits(submission_seconds=240, memory_mb=6000, processes=300, file_mb=400, open_files=1024)
SECONDS = 360
DATA_ROOT = mnist_root()  # found now: in a sandbox it lies elsewhere
HONEST, AFTER = ("ada", "zoe"), ("zoe",)  # graded with the attackers, by ours and by nbgrader
UNFINISHED = PROJECT / "benchmarks" / "attacks-unfinished.json"  # nbgrader's outcomes of a run cut off
HARMLESS = Attack(Path("honest/wrong.py"), "guess = numbers = lambda: 'wrong'", "Is wrong.", (2.0,), "points")


@dataclass(frozen=True)
class Outcome:
    """What became of one attack.

    Attributes:
        points: what it earned; None where nothing was recorded.
        effects: the side effects it had.
    """

    points: float | None
    effects: tuple[str, ...]

    def contained(self, attack: Attack) -> bool:
        """It got nothing it does not deserve, and did nothing to anybody else."""
        return not self.effects and (self.points or 0.0) <= max(attack.deserves)

    def right(self, attack: Attack) -> bool:
        """It is contained, and got what it deserves; where that is nothing, nothing need be recorded."""
        return self.contained(attack) and (self.points or 0.0) in attack.deserves


STOPPED = Outcome(None, ("stopped the run",))  # whoever graded was killed, or halted for good


def points_of(course: Course) -> dict[str, float]:
    """What the gradebook says, by student."""
    try:
        return {row.student: row.score for row in scores(course, ASSIGNMENT)}
    except Exception:  # no gradebook is left to read
        return {}


def judge(
    course: Course,
    rows: dict[str, float],
    attack: Attack,
    traps: suite.Traps,
    changed: bool,
    honest: Collection[str],
) -> Outcome:
    """Looks at gradebook, outputs, feedback and traps after a class was graded.

    Args:
        course: the course.
        rows: its `points_of`.
        attack: whose submission is looked at.
        traps: what it may have sprung.
        changed: files of the course are not what they were.
        honest: who must have all points.
    """
    effects = traps.sprung(attack.name) | ({"course"} if changed else set())
    if any(rows.get(student) != HONEST_POINTS for student in honest):
        effects.add("neighbors")
    points, executed = rows.get(attack.name), course.path("autograded", attack.name, ASSIGNMENT) / f"{NOTEBOOK}.ipynb"
    if points is not None and points > max(attack.deserves):
        effects.add("points")
    if executed.is_file():
        cells = nbformat.read(executed, as_version=4).cells
        if suite.leaked([c.get("outputs") for c in cells if not c.metadata.get("nbgrader", {}).get("grade")]):
            effects.add("leak")
    page = course.path("feedback", attack.name, ASSIGNMENT) / f"{NOTEBOOK}.html"
    if page.is_file() and suite.is_active(page.read_text(), attack.name):
        effects.add("script")
    return Outcome(points, tuple(sorted(effects)))


def nbgrader(root: Path, *commands: str) -> None:
    """Runs nbgrader commands in a course, one after the other; what becomes of them shows in the course.

    In one process, because each start of nbgrader costs seconds: its own batch of submissions is one process, too.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    process = subprocess.Popen(
        [sys.executable, "-c", ONE_PROCESS, *commands],
        cwd=root,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(SECONDS - 60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# --- ours ------------------------------------------------------------------------------------------------------------


def grade_ours(attacks: list[Attack], root: Path) -> dict[str, Outcome]:
    """All attackers and the honest as one class, two at a time."""
    course = suite.write_target(root, suite.CONFIG)
    with suite.traps() as traps:
        places = {**traps.places, "course": str(course.root)}
        for student in HONEST:
            suite.hand_in_honestly(course, student)
        for attack in attacks:
            suite.hand_in_attack(course, attack, places)
        before = suite.fingerprint(course)
        with Session(course, Options(workers=2, device="cpu")) as session, Recorder(course) as recorder:
            results = session.grade(course.assignment(ASSIGNMENT), course.submissions(ASSIGNMENT))
            for result in track(results, "autograder", total=len(attacks) + len(HONEST)):
                recorder.record(result)
            wait_for(lambda: not children(session.warm.process.pid))  # no sandbox outlives its grading
        changed = suite.fingerprint(course) != before
        for attack in attacks:
            if attack.effect == "script":
                nbgrader(root, f"generate_feedback {ASSIGNMENT} --student={attack.name}")
        rows = points_of(course)
        return {attack.name: judge(course, rows, attack, traps, changed, HONEST) for attack in attacks}


# --- nbgrader --------------------------------------------------------------------------------------------------------


def grade_nbgraders_way(attack: Attack, stage: Path) -> Outcome:
    """One attack in a course of its own, graded by plain nbgrader inside a sandbox."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            ours.close()
            contain(attack, stage, theirs)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    theirs.close()
    with ours:
        try:
            answer = json.loads(Channel(ours).receive(time.monotonic() + SECONDS))
        except (ChannelClosed, ChannelTimeout):
            return STOPPED  # sandboxes can be set up: `HARMLESS` was graded in one
        finally:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return Outcome(answer["points"], tuple(answer["effects"]))


def grade_fairly(attack: Attack, stage: Path) -> Outcome:
    """The same; where the honest student lost points, once more, for a slow moment of this machine can do that, too."""
    outcome = grade_nbgraders_way(attack, stage)
    return grade_nbgraders_way(attack, stage) if "neighbors" in outcome.effects else outcome


def contain(attack: Attack, stage: Path, channel: socket.socket) -> None:
    """Becomes the first process of a sandbox, has nbgrader grade in there, and tells what happened."""
    isolation.leave_root()
    isolation.enter_namespaces()
    bring_up_loopback()
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return
    # Jupyter's kernels look for network interfaces over netlink, which the filter of system calls refuses.
    spec = SandboxSpec(AROUND_NBGRADER, without=("seccomp", "rlimits"))
    isolation.enclose(stage, DATA_ROOT, spec, channel.fileno())
    # One attack hands in a file that only says that it is large.
    isolation.limit_resources(replace(spec, limits=replace(AROUND_NBGRADER, file_mb=64 << 10)))
    root = Path(HOME) / "course"
    root.mkdir()
    course = suite.write_target(root, PLAIN_CONFIG)
    with suite.traps() as traps:
        for student in HONEST:
            suite.hand_in_honestly(course, student)
        suite.hand_in_attack(course, attack, {**traps.places, "course": str(root)})
        before = suite.fingerprint(course)
        names = ["generate_assignment", "autograde", *(["generate_feedback"] if attack.effect == "script" else [])]
        nbgrader(root, *(f"{name} {ASSIGNMENT}" for name in names))
        changed = suite.fingerprint(course) != before
        course = load_course(root)  # as it is now
        outcome = judge(course, points_of(course), attack, traps, changed, AFTER)
    Channel(channel).send(json.dumps(asdict(outcome)).encode())


def bring_up_loopback() -> None:
    """Jupyter's kernels are talked to over TCP; a new network namespace has its loopback interface down."""
    up, running = 0x1, 0x40
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = array.array("b", struct.pack("16sh14x", b"lo", up | running))
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


@contextmanager
def allowed_tree() -> Iterator[Path]:
    """The read-only file system that sandboxes see, made once."""
    stage = Path(tempfile.mkdtemp(prefix="attacks-"))
    stage.chmod(0o755)
    for name in ("allowed", "root"):
        (stage / name).mkdir()
    if os.geteuid() == 0:
        isolation.prepare_as_root(stage, DATA_ROOT)
    try:
        yield stage
    finally:
        subprocess.run(["umount", "--recursive", "--lazy", str(stage / "allowed")], check=False, capture_output=True)
        shutil.rmtree(stage, ignore_errors=True)


def grade_theirs(attacks: list[Attack], stage: Path, pool: ThreadPoolExecutor) -> dict[str, Outcome]:
    """All attacks, nbgrader's way, several at a time. It takes most of an hour, so that a run cut off is resumed."""
    found: dict[str, Outcome] = {}
    if UNFINISHED.exists():
        saved = json.loads(UNFINISHED.read_text())
        found = {name: Outcome(points, tuple(effects)) for name, (points, effects) in saved.items()}
    todo = [attack for attack in attacks if attack.name not in found]
    running = {pool.submit(grade_fairly, attack, stage): attack for attack in todo}
    for done in track(as_completed(running), "nbgrader", len(todo)):
        found[running[done].name] = done.result()
        UNFINISHED.write_text(json.dumps({name: (o.points, o.effects) for name, o in found.items()}))
    UNFINISHED.unlink(missing_ok=True)
    return {attack.name: found[attack.name] for attack in attacks}


# --- the table -------------------------------------------------------------------------------------------------------


def words(outcome: Outcome, attack: Attack) -> str:
    """An outcome in a cell of the table."""
    points = "nothing recorded" if outcome.points is None else f"{outcome.points:g}"
    return ", ".join([points, *outcome.effects]) + ("" if outcome.contained(attack) else " ✗")


def totals(outcomes: dict[str, Outcome], attacks: list[Attack]) -> tuple[int, int]:
    """How many are contained, and how many of those got what they deserve."""
    return sum(outcomes[a.name].contained(a) for a in attacks), sum(outcomes[a.name].right(a) for a in attacks)


def document(attacks: list[Attack], ours: dict[str, Outcome], theirs: dict[str, Outcome]) -> str:
    """The page ``docs/attacks.md``."""
    contained, right = totals(ours, attacks)
    their_contained, their_right = totals(theirs, attacks)
    lines = [
        "# The attacks",
        "",
        "Written by `python benchmarks/attacks.py --record`; the files are in `tests/attacks/`, the rules in",
        "`tests/attack_suite.py`. Points are of 18: every attacker solves the first and the last exercise honestly,",
        "and attacks the sixteen between them. ✗ marks what got through: undeserved points, or a side effect.",
        "",
        "| | autograder | nbgrader |",
        "|---|---|---|",
        f"| contained | {contained} of {len(attacks)} | {their_contained} of {len(attacks)} |",
        f"| contained, and the points it deserves | {right} of {len(attacks)} | {their_right} of {len(attacks)} |",
    ]
    for kind, what in suite.CLASSES.items():
        lines += ["", f"## {kind.capitalize()}: {what}", "", "| attack | deserves | autograder | nbgrader |"]
        lines += ["|---|---|---|---|"]
        for a in (a for a in attacks if a.path.parent.name == kind):
            deserves = " or ".join(f"{points:g}" for points in a.deserves)
            cells = [f"`{a.path.stem}`: {a.purpose}", deserves, words(ours[a.name], a), words(theirs[a.name], a)]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Runs both and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of the names of attacks to run")
    parser.add_argument("--record", action="store_true", help="write docs/attacks.md")
    options = parser.parse_args()
    attacks = [attack for attack in suite.attacks() if options.only in attack.name]
    folder = Path(tempfile.mkdtemp(prefix="attacks-course-"))
    try:
        ours = grade_ours(attacks, folder)
    finally:
        shutil.rmtree(folder)
    with allowed_tree() as stage, ThreadPoolExecutor(os.cpu_count()) as pool:
        if grade_nbgraders_way(HARMLESS, stage) != Outcome(2.0, ()):
            sys.exit("nbgrader does not grade in its sandbox: what it makes of attacks would mean nothing")
        theirs = grade_theirs(attacks, stage, pool)
    table = Table("attack", "deserves", "autograder", "nbgrader", title="points, side effects")
    for a in attacks:
        table.add_row(a.name, " or ".join(map(str, a.deserves)), words(ours[a.name], a), words(theirs[a.name], a))
    Console().print(table)
    for name, outcomes in (("autograder", ours), ("nbgrader", theirs)):
        contained, right = totals(outcomes, attacks)
        print(f"{name}: {contained} of {len(attacks)} contained, {right} of them with the points they deserve")
    out = PROJECT / "benchmarks" / "out" / "attacks.json"
    out.parent.mkdir(exist_ok=True)
    both = {"autograder": ours, "nbgrader": theirs}
    out.write_text(json.dumps({k: {n: asdict(o) for n, o in v.items()} for k, v in both.items()}, indent=1) + "\n")
    if options.record:
        (PROJECT / "docs" / "attacks.md").write_text(document(attacks, ours, theirs))
    sys.exit(0 if totals(ours, attacks)[1] == len(attacks) else 1)


if __name__ == "__main__":
    main()
