"""Answers with trees that no encoder makes.

Deserves: 1 or 2 points, as it breaks its own process for good.
Side effect: points.
"""

from autograder.sandbox import shell

TREES = [
    None,
    [],
    ["tensor"],
    ["handle", -1, [["a"]], 3],
    ["is", ["is", 1]],
    "value",
    ["dict", [[["list", []], ["is", 1]]]],
]


def forged(self, request):
    TREES.append(TREES.pop(0))
    return ["value", TREES[0], TREES[1]]


def guess():
    shell.Session.apply = forged
    return "wrong"


numbers = guess
