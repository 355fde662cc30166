"""Ends in its cell, but only when the cell is run again, and at every second call of a test.

Deserves: 2 points.
Side effect: points.
"""

import os
import time

# The same cell is run once more after each death: a fresh process is young.
born = float(open("/proc/self/stat").read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
age = float(open("/proc/uptime").read().split()[0]) - born
calls = []


def guess():
    calls.append(time.time())
    if len(calls) % 2:
        os._exit(0)
    return "wrong"


def numbers():
    return "wrong"


if age < 0.1:
    os._exit(1)
