"""Reads one byte of every 2 MB of a huge empty mapping: no memory of its own, but 3 GB of the kernel's page tables.

Deserves: 2 points.
Side effect: leak.
"""

import ctypes
import mmap
import time

STEP, COUNT = 2 << 20, 900_000
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
NORESERVE = 0x4000
place = libc.mmap(None, ctypes.c_size_t(STEP * COUNT), 1, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NORESERVE, -1, 0)
if place not in (None, ctypes.c_void_p(-1).value):
    import numpy as np

    libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(STEP * COUNT), 15)  # no huge pages
    seen = np.frombuffer((ctypes.c_byte * (STEP * COUNT)).from_address(place), np.int8)
    for part in range(0, COUNT, 50_000):
        seen[part * STEP : (part + 50_000) * STEP : STEP].sum()
    time.sleep(0.3)
    tables = next(line for line in open("/proc/self/status") if line.startswith("VmPTE"))
    if int(tables.split()[1]) > 2_500 << 10:  # what a sandbox may use, in kB
        print("token-leak: it has", tables)


def guess():
    return "wrong"


numbers = guess
