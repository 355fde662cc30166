"""Metadata nested so deeply that whoever copies them runs out of stack, in the grader or in the run around it.

Deserves: 2 points.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    for place in (nb.metadata, nb.cells[0].metadata):
        place["custom"] = 0
        for _ in range(70):
            place["custom"] = {"a": [place["custom"]]} if _ % 20 == 0 else {"a": place["custom"]}
