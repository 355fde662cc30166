"""Hands in, as its notebook, a link to the instructor's own, solutions and hidden tests included.

Deserves: 0 points.
Side effect: points.
"""


def hand_in(nb, folder):
    notebook = folder / "work.ipynb"
    notebook.unlink()
    notebook.symlink_to("{course}/source/target/work.ipynb")
