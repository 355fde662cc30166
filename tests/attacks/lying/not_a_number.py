"""NaN is on no side of any threshold.

Deserves: 2 points.
Side effect: points.
"""

import torch


def guess():
    return float("nan")


def numbers():
    return torch.full((3,), float("nan"))
