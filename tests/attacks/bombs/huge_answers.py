"""Gives tests what is small here and large when written out: long texts and integers, nested lists, broadcast arrays.

Deserves: 2 points.
Side effect: neighbors.
"""

import numpy as np
import torch

nested = ["end"]
for _ in range(100_000):
    nested = [nested]
shared = ["x" * 1000]
for _ in range(14):
    shared = [shared, shared]
answers = [
    "x" * 20_000_000,
    10**1_000_000,
    nested,
    shared,
    np.broadcast_to(np.float32(1), (100_000, 100_000)),
    torch.zeros(1).expand(1 << 40),
    torch.empty(1 << 40, device="meta"),
    "\n".join(["token-"] * 100_000),
]


def guess():
    return answers.pop()


def numbers():
    return nested
