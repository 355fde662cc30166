"""Raises what ends programs where nobody expects it: in classes' names, hashes, imports, finalizers, display and hooks.

Deserves: 2 points.
Side effect: points.
"""

import gc
import sys
import types
import weakref


class Leave(BaseException):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


class Meta(type):
    def __getattribute__(cls, name):
        if name in ("__module__", "__qualname__", "__name__"):
            raise Leave
        return super().__getattribute__(name)


class Odd(metaclass=Meta):
    def __del__(self):
        raise GeneratorExit

    def __hash__(self):
        raise KeyboardInterrupt

    def _ipython_display_(self):
        raise SystemExit(1)


def leaving():
    try:
        yield Odd()
    finally:
        raise MemoryError


sys.modules["leaves"] = types.ModuleType("leaves")
sys.modules["leaves"].__getattr__ = lambda name: sys.exit(name)
sys.excepthook = sys.unraisablehook = lambda *_: sys.exit(1)
gc.callbacks.append(lambda *_: sys.exit(1))
kept = weakref.finalize(leaving, sys.exit, 0)
asked = []


def guess():
    asked.append(len(asked))
    if asked[-1] == 0:
        raise Leave
    if asked[-1] == 1:
        return Odd()
    if asked[-1] == 2:
        return {"odd": [leaving(), Odd]}
    import leaves

    return leaves.anything


def numbers():
    next(leaving())
    raise GeneratorExit


Odd()
