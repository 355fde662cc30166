"""Puts outputs into its cell that no notebook can hold: bytes, sets and tensors among their metadata.

Deserves: 2 points.
Side effect: neighbors.
"""

import torch

strange = {"x": b"\xff", "y": {1, 2}, "z": torch.ones(2), (1, 2): slice(3)}
try:
    from autograder.sandbox import shell

    shell.session.outputs.items.append({"output_type": "display_data", "data": {}, "metadata": strange})
except ImportError:
    from IPython.display import display

    display({"text/plain": ""}, metadata={"x": "\ud800"}, raw=True)


def guess():
    return "wrong"


numbers = guess
