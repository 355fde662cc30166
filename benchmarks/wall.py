"""What it costs to cross the wall: a call into a sandbox, and tensors each way, against a plain copy of them.

    python benchmarks/wall.py

Medians over repeated calls in one run, on one thread. Prints a table and writes ``benchmarks/out/wall.json``.
"""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch
from rich.console import Console
from rich.table import Table

from autograder.course import Limits
from autograder.data import mnist_root
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import RunCell
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
from autograder.wall.remote import Remote

SIZES = {"nothing": 0, "1 KB": 1 << 10, "1 MB": 1 << 20, "100 MB": 100 << 20}
STUDENT = """
import torch
kept = {}
def take(x): return None
def keep(n): kept[n] = torch.rand(n)
def give(n): return kept[n]
"""


def median(call: Callable[[], object], times: int) -> float:
    """Median wall time of a call, in seconds; the first one does not count."""
    call()
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def main() -> None:
    """Measures each size in, out, and copied."""
    torch.set_num_threads(1)
    rows: dict[str, dict[str, float]] = {}
    with Warm(mnist_root()) as warm, Sandbox(warm, SandboxSpec(Limits(value_mb=256))) as sandbox:
        sandbox.ask(RunCell(STUDENT, "student"), 60)
        remote = Remote(sandbox)
        take, keep, give = remote.name("take"), remote.name("keep"), remote.name("give")
        for name, size in SIZES.items():
            numbers, times = torch.rand(size // 4), 5 if size > 1 << 24 else 50
            keep(len(numbers))
            rows[name] = {
                "in": median(lambda numbers=numbers: take(numbers), times),
                "out": median(lambda numbers=numbers: give(len(numbers)), times),
                "copy": median(numbers.clone, times),
            }
    table = Table("tensor of", "into a sandbox", "out of it", "a copy in memory", title="Across the wall, ms")
    for name, row in rows.items():
        table.add_row(name, *(f"{1000 * seconds:.3f}" for seconds in row.values()))
    Console().print(table)
    out = Path(__file__).parent / "out" / "wall.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
