"""Hands in cells that no parser gets through: nested brackets, a sum of 100,000 terms, a name of a megabyte.

Deserves: 1 or 2 points, as a cell of its own may end its process.
Side effect: neighbors.
"""

import nbformat


def hand_in(nb, folder):
    texts = [
        "(" * 5_000 + ")" * 5_000,
        "+".join(["1"] * 100_000),
        "-" * 50_000 + "1",
        "a" * 1_000_000,
        "x" + ".y" * 50_000,
    ]
    texts += [
        "if 1:\n" + "".join(" " * depth + "if 1:\n" for depth in range(1, 99)) + " " * 99 + "1",
        "[" * 90 + "]" * 90,
    ]
    nb.cells += [nbformat.v4.new_code_cell(text, id=f"own-{number}") for number, text in enumerate(texts)]
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "text":
            cell.metadata.pop("nbgrader")
            cell.source = texts[0]
