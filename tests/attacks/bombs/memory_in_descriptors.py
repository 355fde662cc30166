"""Fills files in memory that are mapped nowhere: 2.9 GB in fifty memfds.

Deserves: 2 points.
Side effect: leak.
"""

import os
import time

page = b"x" * (1 << 20)
kept, written = [], 0
try:
    for _ in range(50):
        kept.append(os.memfd_create("more"))
        for _ in range(58):
            written += os.write(kept[-1], page)
except OSError:
    pass
time.sleep(0.3)
if written > 2_500 << 20:  # what a sandbox may use
    print("token-leak: it has", written, "bytes")


def guess():
    return "wrong"


numbers = guess
