"""Tensors that have a shape but no values: on the meta device, sparse, nested, quantized, on a device that is not there.

Deserves: 2 points.
Side effect: points.
"""

import warnings

import torch

warnings.simplefilter("ignore")
looks = [
    lambda: torch.empty(3, device="meta"),
    lambda: torch.nn.Parameter(torch.empty(3, device="meta")),
    lambda: torch.zeros(3).to_sparse(),
    lambda: torch.nested.nested_tensor([torch.zeros(3)]),
    lambda: torch.quantize_per_tensor(torch.zeros(3), 1.0, 0, torch.qint8),
    lambda: torch.nn.parameter.UninitializedParameter(),
]


def guess():
    return torch.empty((), device="meta")


def numbers():
    looks.append(looks.pop(0))
    return looks[-1]()
