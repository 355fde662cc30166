"""Notebooks as a real class hands them in, by what did the mangling; each case says what it deserves.

A case is a small function with the decorator `case`: it gets an honest, solved submission and makes of it what one
student handed in. `CASES` has them all; `write_class` writes the course that `tests/test_mangled.py` and
`benchmarks/mangled.py` grade.
"""

from mangled import cells, code, editors, files, names
from mangled.case import CASES, HONEST, Case, write_class

__all__ = ["CASES", "HONEST", "Case", "cells", "code", "editors", "files", "names", "write_class"]
