"""What the Ray engine costs beside the local one, at equal workers; the start of Ray and of the nodes is left out.

    python benchmarks/cluster.py [--assignment 03-training] [--students 32] [--rounds 1]

The same class is graded by two workers of this machine, and by two nodes of one worker each that are simulated on it.
Time counts from the result that ends the first quarter, when all nodes have started, to the last. Writes
``benchmarks/out/cluster.json``.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from isolation import make_class
from ray.cluster_utils import Cluster
from rich.console import Console
from rich.table import Table

from autograder.course import Course
from autograder.session import Options, Session


def between_results(course: Course, assignment: str, options: Options) -> tuple[float, Any]:
    """Seconds from the result that ends the first quarter to the last, and the points of all cells."""
    times, points = [], {}
    with Session(course, options) as session:
        for result in session.grade(course.assignment(assignment), course.submissions(assignment)):
            times.append(time.monotonic())
            points[result.student] = [(c.grade_id, c.auto_score) for n in result.notebooks for c in n.cells]
    return times[-1] - times[len(times) // 4 - 1], sorted(points.items())


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignment", default="03-training")
    parser.add_argument("--students", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="autograder-benchmark-"))
    root.chmod(0o755)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    seconds: dict[str, list[float]] = {"local": [], "ray": []}
    grades = []
    try:
        cluster.add_node(num_cpus=1)
        course = make_class(root, options.assignment, options.students)
        common = {"device": "cpu", "force": True, "keep_results": False}
        engines = {
            "local": Options(workers=2, **common),
            "ray": Options(engine="ray", address=cluster.address, **common),
        }
        for _ in range(options.rounds):
            for engine, run in engines.items():
                found, points = between_results(course, options.assignment, run)
                seconds[engine].append(found)
                grades.append(points)
    finally:
        cluster.shutdown()
        shutil.rmtree(root)
    medians = {engine: statistics.median(found) for engine, found in seconds.items()}
    table = Table("engine", "seconds", "of local speed", title=f"{options.students} × {options.assignment}")
    for engine, found in medians.items():
        table.add_row(engine, f"{found:.1f}", f"{medians['local'] / found:.2f}")
    Console().print(table)
    out = Path(__file__).parent / "out" / "cluster.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"seconds": seconds, "students": options.students}, indent=1) + "\n")
    sys.exit(any(points != grades[0] for points in grades))


if __name__ == "__main__":
    main()
