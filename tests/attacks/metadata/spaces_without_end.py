"""A line of spaces that does not end with one: a naive search for trailing spaces starts anew at each of them.

Deserves: 2 points.
Side effect: neighbors.
"""

import nbformat


def hand_in(nb, folder):
    line = "#" + " " * 30_000 + "x"
    nb.cells.insert(1, nbformat.v4.new_code_cell(line))
    next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "test-text").source = line
