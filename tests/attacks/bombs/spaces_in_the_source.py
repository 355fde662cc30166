"""Hands in cells of a hundred thousand spaces before a letter: harmless to run, slow for a pattern that strips line ends.

Deserves: 2 points.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    for cell in nb.cells:
        if cell.metadata.nbgrader.grade_id in ("text", "before"):
            cell.source += "\n#" + " " * 100_000 + "x"
