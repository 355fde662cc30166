"""Hands in, as its notebook, a link whose target is longer than any file name may be.

Deserves: 0 points.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    notebook = folder / "work.ipynb"
    notebook.unlink()
    notebook.symlink_to("x" * 300)
