"""Forks and starts threads as fast as it can, up to two hundred, each of which spins in a session of its own.

Deserves: 2 points.
Side effect: neighbors.
"""

import os
import threading
import time

until = time.monotonic() + 2


def spin():
    while time.monotonic() < until:
        pass


def start(count):
    for _ in range(count):
        try:
            if os.fork() == 0:
                os.setsid()
                spin()
                os._exit(0)
        except OSError:
            break


def guess():
    return "wrong"


numbers = guess
for _ in range(60):
    try:
        threading.Thread(target=spin, daemon=True).start()
    except RuntimeError:
        break
start(100)
