"""Attaches links whose targets are longer than any file name may be: only looking at them raises.

Deserves: 2 points.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    (folder / "long").symlink_to("x" * 300)
    (folder / "longer").symlink_to("/".join(["y" * 250] * 16))
    (folder / "round").symlink_to("round")
