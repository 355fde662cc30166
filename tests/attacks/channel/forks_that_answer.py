"""Children of the process that runs the cell go on as if they were it.

Deserves: 2 points.
Side effect: points.
"""

import os


def guess():
    for _ in range(1):
        os.fork()
    return "wrong"


def numbers():
    if os.fork():
        os._exit(0)
    return "wrong"
