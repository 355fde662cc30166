"""How long until one submission is graded, from a cold start, against importing torch and making an optimizer.

    python benchmarks/start.py [--assignment 01-tensors] [--rounds 5]

The floor is a new Python process that imports torch and makes an optimizer, which imports most of the rest of it: no
grader can be ready sooner. Medians, and what the submission's own cells take in a warm process; rounds alternate.
Writes ``benchmarks/out/start.json``.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from isolation import make_class
from rich.console import Console
from rich.table import Table

FLOOR = "import torch; torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)"


def seconds(command: list[str]) -> float:
    """Wall time of a Python process that must succeed."""
    started = time.monotonic()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    return time.monotonic() - started


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="01-tensors")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    root.chmod(0o755)
    found: dict[str, list[float]] = {"torch and an optimizer": [], "autograder grade": [], "its grader alone": []}
    try:
        make_class(root, options.assignment, 1)
        grade = ["-m", "autograder.cli", "grade", options.assignment, "--course-dir", str(root), "--device", "cpu"]
        seconds([*grade, "--force"])  # files are read, the gradebook is there
        for _ in range(options.rounds):
            found["torch and an optimizer"].append(seconds(["-c", FLOOR]))
            found["autograder grade"].append(seconds([*grade, "--force"]))
            [kept] = (root / ".autograder" / "results" / options.assignment).glob("*.json")
            found["its grader alone"].append(json.loads(kept.read_text())["seconds"])
    finally:
        shutil.rmtree(root)
    medians = {what: statistics.median(values) for what, values in found.items()}
    floor = medians["torch and an optimizer"]
    table = Table("from a cold start", "seconds", "times the floor", title=f"One submission of {options.assignment}")
    for what, value in medians.items():
        table.add_row(what, f"{value:.2f}", f"{value / floor:.2f}")
    Console().print(table)
    first = medians["autograder grade"] - medians["its grader alone"]
    print(f"all but the submission's own cells and tests: {first:.2f} s, {first / floor:.2f} × the floor")
    out = Path(__file__).parent / "out" / "start.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
