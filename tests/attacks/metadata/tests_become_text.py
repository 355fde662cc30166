"""Turns test cells into text, into answers of its own, or unlocks and empties them.

Deserves: 2 points.
Side effect: points.
"""


def hand_in(nb, folder):
    tests = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade") and c.source]
    for number, cell in enumerate(tests[1:-1]):
        meta = cell.metadata.nbgrader
        cell.source = ""
        meta.locked = False
        if number % 4 == 0:
            cell.cell_type = "markdown"
            del cell["outputs"], cell["execution_count"]
        elif number % 4 == 1:
            meta.solution = True  # an answer that a person grades
        elif number % 4 == 2:
            meta.grade, meta.task, meta.solution = True, True, False
        else:
            meta.grade = False
