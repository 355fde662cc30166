"""A tensor of a trillion rows without columns takes no byte, until somebody takes it apart.

Deserves: 2 points.
Side effect: neighbors.
"""

import numpy as np
import torch

looks = [torch.empty(2_000_000, 0), torch.empty(1 << 40, 0), np.empty((1 << 40, 0)), torch.empty(1 << 40, 0, 3)]


def guess():
    return torch.empty(1 << 40, 0)


def numbers():
    looks.append(looks.pop(0))
    return looks[-1]
