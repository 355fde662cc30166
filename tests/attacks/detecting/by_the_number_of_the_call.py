"""Counts how often it is called, looked at and taken apart, and is another kind of object each time.

Deserves: 2 points.
Side effect: points.
"""

import time

import numpy as np
import torch

calls, started = [], time.monotonic()
text_kinds = [lambda: "wrong", lambda: True, lambda: 1.0, lambda: None, lambda: ..., lambda: NotImplemented, lambda: {}]
number_kinds = [
    lambda: torch.full((3,), float("inf")),
    lambda: -torch.zeros(3),
    lambda: np.full(3, np.nan),
    lambda: torch.full((3,), complex("nan")),
    lambda: torch.zeros(3, dtype=torch.bool),
    lambda: torch.zeros(3, dtype=torch.float8_e4m3fn),
    lambda: np.zeros(3, dtype="S1"),
    lambda: np.float64("nan"),
    lambda: True,
    lambda: range(0),
    lambda: (x for x in ()),
]


def guess():
    calls.append(time.monotonic() - started)
    return text_kinds[len(calls) % len(text_kinds)]()


def numbers():
    calls.append(time.monotonic() - started)
    return number_kinds[len(calls) % len(number_kinds)]()
