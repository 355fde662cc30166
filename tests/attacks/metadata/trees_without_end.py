"""Answers without labels, and cells so large that reading each of them for what it defines takes all day.

Deserves: 2 points.
Side effect: neighbors.
"""

import nbformat


def hand_in(nb, folder):
    for cell in nb.cells:
        if cell.metadata.nbgrader.get("solution") and cell.metadata.nbgrader.grade_id not in ("before", "after"):
            del cell.metadata["nbgrader"]
    large = "0 and [" + "0," * 150_000 + "]"
    nested = "0 if 0 else " * 60 + "(" * 90 + "0" + ")" * 90 + ".a" * 2_000
    nb.cells += [nbformat.v4.new_code_cell(f"{text}  # {n}") for n, text in enumerate([large, nested] * 2)]
