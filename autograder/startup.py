"""What makes commands slow to start, kept out."""

import contextlib
import sys
from collections.abc import Iterator


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
