"""Attaches a file of 10 GB that holds nothing but a hole: whoever reads or copies it runs out of memory or disk.

Deserves: 0 or 2 points, as it may be told that its files are too large.
Side effect: neighbors.
"""

import os


def hand_in(nb, folder):
    (folder / "model.pt").touch()
    os.truncate(folder / "model.pt", 10 << 30)
