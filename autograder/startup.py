"""What makes commands slow to start, kept out."""

import contextlib
import gc
import sys
from collections.abc import Iterator

GARBAGE_THRESHOLD = 50_000  # objects; Python's own 700 has it look at all that imports make, again and again


@contextlib.contextmanager
def quick_start() -> Iterator[None]:
    """For the time of a command: imports without what makes them slow, and fewer looks for garbage."""
    before = gc.get_threshold()
    gc.set_threshold(GARBAGE_THRESHOLD, *before[1:])
    try:
        with quick_jsonschema():
            yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def quick_jsonschema() -> Iterator[None]:
    """Whatever is imported in the block gets jsonschema without its checker of IRIs.

    Compiling that checker's grammar takes longer than importing NumPy (1.2 s), nbformat and nbgrader import it
    unasked, and no notebook has a format to be checked. jsonschema treats it as not installed.
    """
    name = "rfc3987_syntax"
    if name in sys.modules or "jsonschema" in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # the documented way to make an import fail
    try:
        yield
    finally:
        del sys.modules[name]
