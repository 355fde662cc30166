"""Says that an object is a tensor; torch's C++ code would take the stand-in's memory for one.

Deserves: 2 points.
Side effect: points.
"""

import torch

from autograder.sandbox import shell
from autograder.wall.wire import HandleInfo

NAMES = (("torch", "Tensor"), ("torch._C", "TensorBase"), ("torch.storage", "UntypedStorage"), ("builtins", "str"))


def claim(self, value):
    self.next_number += 1
    self.held[self.next_number] = value
    return HandleInfo(self.next_number, NAMES, True)


shell.Session.handle = claim


class Sub(torch.Tensor):
    pass


def guess():
    return object()


def numbers():
    return torch.zeros(3).as_subclass(Sub)
