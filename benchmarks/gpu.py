"""Grading on a GPU: submissions a minute by slots, the same grades as on the CPU, what a CUDA context costs.

    python benchmarks/gpu.py [--assignment 03-training] [--students 16] [--slots 1 2 4 8] [--device cuda]

One class of perfect submissions is graded on the CPU, with a worker for each core, and then with 1, 2, 4 and 8
sandboxes sharing the GPU, all from one warm process, isolation on. ``--device cpu`` goes the same way without a GPU, to
see that it works. Prints tables, fails where grades differ, writes ``benchmarks/out/gpu-ASSIGNMENT.json``.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from isolation import make_class
from rich.console import Console
from rich.table import Table

from autograder.course import Course, Limits
from autograder.data import mnist_root
from autograder.devices import find_devices
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import RunCell
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session

CHILDREN = 5


def graded(course: Course, assignment: str, device: str, workers: int, warm: Warm) -> tuple[float, Any]:
    """Seconds for the class, and every cell's points by student."""
    options = Options(workers=workers, device=device, force=True, keep_results=False)
    with Session(course, options, warm) as session:
        started = time.monotonic()
        results = list(session.grade(course.assignment(assignment), course.submissions(assignment)))
        seconds = time.monotonic() - started
    if failed := [result.error for result in results if result.error]:
        sys.exit(failed[0])
    cells = {r.student: {c.grade_id: c.auto_score for n in r.notebooks for c in n.cells} for r in results}
    return seconds, sorted(cells.items())


def child_seconds(warm: Warm, device: str) -> dict[str, float]:
    """What a sandbox takes before its first result from the device, and what its second one takes; medians."""
    seconds: dict[str, list[float]] = {"sandbox ready": [], "first operation": [], "next operation": []}
    spec = SandboxSpec(Limits(), device=device)
    operation = RunCell(f"import torch; torch.ones(8, device='{device.partition(':')[0]}').sum().item()", "cell")
    for _ in range(CHILDREN):
        started = time.monotonic()
        with Sandbox(warm, spec) as sandbox:
            seconds["sandbox ready"].append(time.monotonic() - started)
            for name in ("first operation", "next operation"):
                started = time.monotonic()
                _, payload, _ = sandbox.ask(operation, 120)
                seconds[name].append(time.monotonic() - started)
                assert payload[0] is None, payload
    return {name: statistics.median(values) for name, values in seconds.items()}


def main() -> None:
    """Measures and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="03-training")
    parser.add_argument("--students", type=int, default=16)
    parser.add_argument("--slots", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    options = parser.parse_args()
    device, cores = find_devices(options.device)[0], os.cpu_count() or 1
    root = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    root.chmod(0o755)
    runs: dict[str, tuple[float, Any]] = {}
    try:
        course = make_class(root, options.assignment, options.students)
        with Warm(mnist_root()) as warm:
            children = child_seconds(warm, device)
            runs[f"CPU, {cores} workers"] = graded(course, options.assignment, "cpu", cores, warm)
            for slots in options.slots:
                runs[f"{options.device}, {slots} slots"] = graded(
                    course, options.assignment, options.device, slots, warm
                )
    finally:
        shutil.rmtree(root)
    name = torch.cuda.get_device_name(0) if device != "cpu" else "no GPU"
    table = Table(
        "run", "seconds", "submissions a minute", "grades", title=f"{options.students} × {options.assignment}"
    )
    [(_, wanted), *_] = runs.values()
    for run, (seconds, cells) in runs.items():
        same = "the same" if cells == wanted else "DIFFER"
        table.add_row(run, f"{seconds:.1f}", f"{60 * options.students / seconds:.0f}", same)
    Console().print(table)
    print(f"{name}: " + ", ".join(f"{what} {1000 * seconds:.0f} ms" for what, seconds in children.items()))
    out = Path(__file__).parent / "out" / f"gpu-{options.assignment}.json"
    out.parent.mkdir(exist_ok=True)
    seconds = {run: found for run, (found, _) in runs.items()}
    out.write_text(json.dumps({"device": name, "seconds": seconds, "child": children}, indent=1) + "\n")
    sys.exit(any(cells != wanted for _, cells in runs.values()))


if __name__ == "__main__":
    main()
