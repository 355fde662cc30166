"""Every look at the answer raises, each time something else, with messages and names that cannot be shown.

Deserves: 1 or 2 points, as it may end its own process.
Side effect: points.
"""

import torch

count = [0]


class Unspeakable(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def trouble():
    count[0] += 1
    kinds = [
        lambda: Unspeakable(),
        lambda: KeyboardInterrupt("passed"),
        lambda: SystemExit(0),
        lambda: GeneratorExit(),
        lambda: type("A\0B", (AssertionError,), {}) if False else AssertionError("\0passed"),
        lambda: type("N" * 10_000, (ValueError,), {})("x" * 5_000_000),
        lambda: ExceptionGroup("all", [AssertionError(), StopIteration()]),
        lambda: UnicodeDecodeError("utf-8", b"", 0, 1, "passed"),
        lambda: type("NameError", (NameError,), {"name": "torch"})("name 'torch' is not defined", name="torch"),
        lambda: StopAsyncIteration(),
        lambda: ImportError("No module named 'torch'"),
        lambda: OSError(28, "No space left on device"),
        lambda: MemoryError(),
    ]
    return kinds[count[0] % len(kinds)]()


class Touchy:
    __hash__ = None

    def _raise(self, *args, **kwargs):
        raise trouble()

    __len__ = __iter__ = __getitem__ = __bool__ = __eq__ = __float__ = __index__ = __array__ = __call__ = _raise
    __getattr__ = __repr__ = __str__ = __format__ = __reduce_ex__ = __sizeof__ = __dir__ = _raise
    shape = dtype = device = property(_raise)


def guess():
    if count[0] % 2:
        raise trouble()
    count[0] += 1
    return Touchy()


def numbers():
    return [Touchy(), torch.zeros(1), Touchy()]
