"""Prints two hundred thousand single letters, by turns on both streams: small outputs, but many.

Deserves: 2 points.
Side effect: neighbors.
"""

import sys

for _ in range(100_000):
    sys.stdout.write("a")
    sys.stderr.write("b")


def guess():
    return "wrong"


numbers = guess
