"""Turns its process into another program, in its cell and while a test waits for the answer.

Deserves: 2 points.
Side effect: points.
"""

import os


def guess():
    os.execv("/bin/true", ["true"])


def numbers():
    return "wrong"


os.execv("/bin/sleep", ["sleep", "60"])
