"""Displays nothing, fifty thousand times; each weighs nothing, and is kept.

Deserves: 2 points.
Side effect: neighbors.
"""

from IPython import get_ipython
from IPython.display import display

for _ in range(50_000):
    display({}, raw=True)
try:
    1 / 0
except ZeroDivisionError:
    for _ in range(300):
        get_ipython().showtraceback()


def guess():
    return "wrong"


numbers = guess
