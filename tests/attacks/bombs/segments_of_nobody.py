"""Fills shared memory of the old kind (shmget), and takes it out of its address space again: 2.9 GB.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
SIZE, kept = 290 << 20, []
for _ in range(10):
    segment = libc.shmget(0, ctypes.c_size_t(SIZE), 0o1600)
    place = libc.shmat(segment, None, 0) if segment >= 0 else None
    if place in (None, ctypes.c_void_p(-1).value):
        break
    libc.shmctl(segment, 0, None)  # it goes when nobody has it any more
    ctypes.memset(place, 1, SIZE)
    kept.append(place)
time.sleep(0.3)
if len(kept) * SIZE > 2_500 << 20:  # what a sandbox may use
    print("token-leak: it has", len(kept) * SIZE, "bytes")


def guess():
    return "wrong"


numbers = guess
