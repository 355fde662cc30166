"""Answers with exceptions whose message and traceback no shell would let through: megabytes for every test.

Deserves: 2 points.
Side effect: neighbors.
"""

LONG = "x" * 2_000_000
try:
    from autograder.sandbox import shell

    shell.Session.describe = lambda self, error: [[["builtins", "ValueError"]], LONG, LONG]
except ImportError:
    pass


def guess():
    raise ValueError(LONG)


numbers = guess
