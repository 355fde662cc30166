"""Dies as C code does: reads address 0, aborts, runs over its stack, divides by nothing.

Deserves: 2 points.
Side effect: points.
"""

import ctypes
import os
import sys

calls = ctypes.CDLL(None)
asked = []


class Deep:
    def __repr__(self):
        return repr(self)


def guess():
    asked.append(1)
    if len(asked) % 2:
        ctypes.string_at(0)
    return "wrong"


def numbers():
    return "wrong"


sys.setrecursionlimit(1 << 30)
if os.fork() == 0:
    calls.abort()
repr(Deep())
