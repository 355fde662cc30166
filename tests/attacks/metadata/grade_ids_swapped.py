"""Gives the tests it cannot pass the names of those it can, and the other way round.

Deserves: 2 points.
Side effect: points.
"""


def hand_in(nb, folder):
    tests = [cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    easy = tests[0].source
    names = [cell.metadata.nbgrader.grade_id for cell in tests]
    for cell, name in zip(tests, names[1:] + names[:1]):
        cell.metadata.nbgrader.grade_id = name
        cell.source = easy
    solution = next(cell for cell in nb.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "text")
    solution.source = "def guess(): return 'wrong'\ndef numbers(): return [0.0] * 3"
