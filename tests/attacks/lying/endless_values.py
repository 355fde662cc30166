"""Iterators without an end and values without a bottom.

Deserves: 2 points.
Side effect: points.
"""

import itertools


def guess():
    value = []
    for _ in range(100_000):
        value = [value]
    return value


def numbers():
    return itertools.repeat(1.0)
