"""Says that a cell put out a dict whose keys all have one hash: no test waits for it, so nothing may end its reading.

Deserves: 1 or 2 points, as it may break its own process for good.
Side effect: neighbors.
"""

import sys

shell = sys.modules.get("autograder.sandbox.shell")
PRIME = 2**61 - 1  # Python's modulus of hashes
sent = []


def encode(self, value):
    if sent or type(value) is not list:
        return real(self, value)
    sent.append(1)
    return ["dict", [[["int", hex(n * PRIME)], ["is", None]] for n in range(8, 20_000)]]


if shell:
    real = shell.Session.encode
    shell.Session.encode = encode


def guess():
    return {n * PRIME for n in range(2_000)}


def numbers():
    return {complex(-1_000_003 * n, n): 0.0 for n in range(2_000)}
