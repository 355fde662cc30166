"""Fills memory that processes share, which counts for nobody: 2.9 GB of an anonymous mapping.

Deserves: 2 points.
Side effect: leak.
"""

import mmap

SIZE = 2_900 << 20  # a sandbox may use 2,500 MiB


def fill():
    memory = mmap.mmap(-1, SIZE, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
    page = b"x" * (1 << 20)
    for place in range(0, SIZE, len(page)):
        memory[place : place + len(page)] = page
    return memory


kept = fill()
import time

time.sleep(0.3)
print("token-leak: it has", len(kept), "bytes")


def guess():
    return "wrong"


numbers = guess
