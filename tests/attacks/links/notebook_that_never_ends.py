"""Hands in, as its notebook, a link to a pipe that nobody writes to: whoever opens it waits for ever.

Deserves: 0 points.
Side effect: neighbors.
"""

import os


def hand_in(nb, folder):
    notebook = folder / "work.ipynb"
    notebook.unlink()
    os.mkfifo(folder / "pipe")
    notebook.symlink_to("pipe")
