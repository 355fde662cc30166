"""Claims that its cell's outputs are the numbers up to 20 million: a few bytes that become a gigabyte when listed.

Deserves: 2 points.
Side effect: neighbors.
"""

try:
    from autograder.sandbox import shell

    shell.session.outputs.take = lambda: range(20_000_000)
except ImportError:
    print("no shell")


def guess():
    return range(20_000_000)


numbers = guess
