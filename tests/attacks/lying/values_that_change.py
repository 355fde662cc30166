"""Gives another answer at each look, and changes what it was given.

Deserves: 2 points.
Side effect: points.
"""

seen = []


class Shifty(dict):
    def __len__(self):
        seen.append(1)
        return len(seen) % 4

    def __getitem__(self, key):
        return float(len(seen))


def guess():
    seen.append(1)
    return "wrong" if len(seen) % 2 else 0


def numbers():
    return Shifty()
