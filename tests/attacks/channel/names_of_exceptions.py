"""Raises exceptions whose names no class can have, or are those of exceptions that end the grader.

Deserves: 2 points.
Side effect: points.
"""

NAMES = [
    "a\0b",
    "\ud800",
    "",
    "SystemExit",
    "KeyboardInterrupt",
    "OutOfTime",
    "GraderError",
    "x" * 100_000,
    "StopIteration",
]
BASES = [[["builtins", "BaseException"]], [], [["a"]], [["builtins", "SystemExit"], ["builtins", "KeyboardInterrupt"]]]
forged = [[["builtins", name], ["builtins", "ValueError"]] for name in NAMES] + BASES
try:
    from autograder.sandbox import shell

    shell.Session.describe = lambda self, error: [forged.pop() if forged else [["builtins", "E"]], "m", "t"]
except ImportError:
    pass


def guess():
    raise type("SystemExit", (BaseException,), {})


def numbers():
    return "wrong"
