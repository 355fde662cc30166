"""One column of many small numbers: whoever compares it with a row gets a table of gigabytes.

Deserves: 2 points.
Side effect: neighbors.
"""

import torch

bombs = [torch.zeros(90_000_000, 1, dtype=torch.uint8)]


def guess():
    return "wrong"


def numbers():
    return bombs.pop() if bombs else torch.zeros(3)
