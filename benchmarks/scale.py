"""How the time and the memory of a run grow with the class, and what an unchanged class costs.

    python benchmarks/scale.py [--assignment light] [--sizes 10 100 1000]

For each size, one `autograder grade` of a class of perfect submissions: seconds, seconds a submission, the memory of
the command's own process (PSS, MiB: once ten submissions are recorded, and the most) and of a sandbox (median), looked
at once a second; and then the same command again with nothing changed. Of the largest class, the share of each phase.
The class ``light`` is of three short exercises without figures, so that a thousand can be graded in a minute. Writes
``benchmarks/out/scale-ASSIGNMENT.json``.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from isolation import make_class
from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from small_course import LIGHT, add_light_class  # noqa: E402  # the tests' own course

from autograder.course import load_course  # noqa: E402
from autograder.gradebook import Recorder  # noqa: E402
from autograder.sandbox.guard import descendants  # noqa: E402
from autograder.session import Options, Session  # noqa: E402

FEW = 100  # submissions; what one more costs must not grow from there on
LOOK_SECONDS, MEMORY_LOOKS = 0.1, 10  # memory is looked at once a second


def pss(pid: int) -> float:
    """Proportional memory of a process, MiB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def is_sandbox(pid: int) -> bool:
    """Whether a process is in another PID namespace."""
    try:
        return Path(f"/proc/{pid}/ns/pid").readlink() != Path("/proc/self/ns/pid").readlink()
    except OSError:  # it has ended
        return False


def watched(command: list[str], autograded: Path) -> dict[str, Any]:
    """Runs a command that must succeed; its seconds, and how many submissions were recorded, and its memory, when."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    recorded: list[tuple[int, float]] = []
    memory: list[tuple[int, float]] = []
    sandboxes: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            recorded.append((len(os.listdir(autograded)) if autograded.is_dir() else 0, time.monotonic() - started))
            if len(recorded) % MEMORY_LOOKS == 0:  # it takes long: every process's table of pages is read
                memory.append((recorded[-1][0], pss(process.pid)))
                sandboxes.extend(pss(pid) for pid in descendants(process.pid) if is_sandbox(pid))

    looking = threading.Thread(target=look)
    looking.start()
    status = process.wait()
    seconds = time.monotonic() - started
    ended.set()
    looking.join()
    if status:
        sys.exit(f"{' '.join(command)}: exit status {status}")
    sandboxes = [mib for mib in sandboxes if mib]
    return {"seconds": seconds, "recorded": recorded, "memory": memory, "sandboxes": sandboxes}


def when(recorded: list[tuple[int, float]], count: int) -> float:
    """When so many submissions were recorded, in seconds."""
    return next(seconds for done, seconds in recorded if done >= count)


def phases(root: Path, name: str) -> dict[str, float]:
    """What each phase of a run takes its own process, in seconds; imports are done before."""
    course = load_course(root)
    assignment, submissions = course.assignment(name), course.submissions(name)
    found = dict.fromkeys(("read the submissions", "until the first is graded", "record", "wait for graders"), 0.0)
    with Session(course, Options(force=True)) as session, Recorder(course, assignment) as recorder:
        started = time.monotonic()
        batch = session.batch(assignment)
        for submission in submissions:
            session.job(batch, submission)
        found["read the submissions"] = time.monotonic() - started
        results = session.grade(assignment, submissions)
        started = time.monotonic()
        for number, result in enumerate(results):
            arrived = time.monotonic()
            found["wait for graders" if number else "until the first is graded"] += arrived - started
            recorder.record(result)
            started = time.monotonic()
            found["record"] += started - arrived
    found["until the first is graded"] -= found["read the submissions"]  # it reads them all first
    return found


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default=LIGHT, help=f"a folder of source/, or {LIGHT}")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    options = parser.parse_args()
    rows: dict[int, dict[str, Any]] = {}
    name = options.assignment
    for size in options.sizes:
        root = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
        root.chmod(0o755)
        try:
            if name == LIGHT:
                add_light_class(root, name, size)
            else:
                make_class(root, name, size)
            grade = [sys.executable, "-m", "autograder.cli", "grade", name, "--course-dir", str(root)]
            first = watched(grade, root / "autograded")
            again = watched(grade, root / "autograded")["seconds"]
            if size == max(options.sizes):
                shares = phases(root, name)
        finally:
            shutil.rmtree(root)
        rows[size] = first | {"again": again}
    table = Table("submissions", "seconds", "a submission", "memory, MiB", "a sandbox, MiB", "unchanged, s", title=name)
    for size, row in rows.items():
        early = next((mib for done, mib in row["memory"] if done >= min(10, size)), 0.0)
        memory = f"{early:.0f} → {max((mib for _, mib in row['memory']), default=0.0):.0f}"
        sandbox = f"{statistics.median(row['sandboxes'] or [0.0]):.0f}"
        seconds = f"{row['seconds']:.1f}", f"{row['seconds'] / size:.3f}"
        table.add_row(str(size), *seconds, memory, sandbox, f"{row['again']:.1f}")
    Console().print(table)
    few, many = FEW, max(rows)
    if many > 2 * few:  # in one and the same run, without what it pays once
        recorded = rows[many]["recorded"]
        early = (when(recorded, few) - when(recorded, 2)) / (few - 2)
        late = (when(recorded, many - 2) - when(recorded, few)) / (many - 2 - few)
        print(f"of {many}: {early:.4f} s a submission up to {few}, {late:.4f} s from there on ({late / early:.2f} ×)")
    for phase, seconds in shares.items():
        print(f"{phase}: {seconds:.1f} s, {seconds / sum(shares.values()):.0%}")
    out = PROJECT / "benchmarks" / "out" / f"scale-{name}.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"classes": rows, "phases": shares}, indent=1) + "\n")


if __name__ == "__main__":
    main()
