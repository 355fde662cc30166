"""Hands in, as its notebook, a relative link to that of a student who solved everything.

Deserves: 0 points.
Side effect: points.
"""


def hand_in(nb, folder):
    notebook = folder / "work.ipynb"
    notebook.unlink()
    notebook.symlink_to("../../ada/target/work.ipynb")
