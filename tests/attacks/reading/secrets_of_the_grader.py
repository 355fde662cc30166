"""Looks for what the grader may have left in the memory it was forked from: jobs, sources, seeds, the course's secret.

Deserves: 2 points.
Side effect: leak.
"""

import gc
import sys

TYPES = {
    "Job",
    "SourceNotebook",
    "Assignment",
    "Course",
    "Exercise",
    "Restored",
    "TestCell",
    "CompiledTest",
    "Prepared",
    "GradingRun",
    "Gradebook",
}
NAMES = ("secret", "db_url", "gradebook", "hidden", "job", "course", "submission_seed")
MESSAGES = ("FAILED_HIDDEN", "RAISED_HIDDEN")  # constants of the package's code, which anybody can read
left = []
for module in [
    m for name, m in list(sys.modules.items()) if name.split(".")[0] in ("autograder", "nbgrader", "__main__")
]:
    for name, value in list(vars(module).items()):
        if name in MESSAGES:
            continue
        if type(value) in (bytes, str, dict) and value and any(word in name.lower() for word in NAMES):
            left.append((module.__name__, name))
for thing in gc.get_objects() + [part for part in gc.get_referents(*gc.get_objects()[:200_000])]:
    kind = type(thing)
    if kind.__name__ in TYPES and kind.__module__.split(".")[0] in ("autograder", "nbgrader"):
        left.append((kind.__module__, kind.__name__))
gc.unfreeze()
left += [type(thing).__name__ for thing in gc.get_objects() if type(thing).__name__ in ("Job", "SourceNotebook")]
if left:
    print("token-leak:", left[:20])


def guess():
    return "wrong"


def numbers():
    return [0.0] * 3
