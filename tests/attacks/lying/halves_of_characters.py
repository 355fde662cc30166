"""Text that no file can hold: lone halves of surrogate pairs in values, outputs, names and messages.

Deserves: 1 or 2 points, as it may end its own process.
Side effect: neighbors.
"""

import sys

half = "\ud800"
print(half, "passed", half)
print(half, file=sys.stderr)


class Strange(Exception):
    pass


Strange.__name__ = Strange.__qualname__ = "Strange" + half
Strange.__module__ = half


def guess():
    return half + "wrong"


def numbers():
    raise Strange(half)


half
