"""Hands in, as the time stamp, a link to the instructor's notebook: copied to its own folder, or no date at all.

Deserves: 0 points, until its time is mended.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    (folder / "timestamp.txt").symlink_to("{course}/source/target/work.ipynb")
