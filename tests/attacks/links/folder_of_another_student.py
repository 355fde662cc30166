"""Hands in, as its whole submission, a link to the folder of a student who solved everything.

Deserves: 0 points.
Side effect: points.
"""

import shutil


def hand_in(nb, folder):
    shutil.rmtree(folder)
    folder.symlink_to("../ada/target")
