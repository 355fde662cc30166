"""Attaches 5,000 files in 50 folders.

Deserves: 2 points.
Side effect: neighbors.
"""


def hand_in(nb, folder):
    for number in range(5_000):
        path = folder / f"part-{number % 50}" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(number))
