"""Nests metadata as deep as is let through, in the notebook and in its cells.

Deserves: 2 points.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    for cell, depth in zip(nb.cells[1:], (20, 50, 80, 95), strict=False):
        deep = {}
        for _ in range(depth):
            deep = {"a": deep}
        cell.metadata["deep"] = deep
    nb.metadata["deep"] = deep
