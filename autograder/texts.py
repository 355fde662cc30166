"""Texts of students as files, databases and pages can hold them."""

import re

ACTIVE_MATH = re.compile(r"\\(href|style|class|cssId|require|data)\b")


def storable(text: str) -> str:
    """A text without halves of surrogate pairs, which Python's strings may hold, and UTF-8 may not."""
    return text.encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """A text that does nothing to a terminal; lines stay lines."""
    return "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)


def inert_math(text: str) -> str:
    """A text without the commands of TeX that MathJax makes links, styles and attributes of."""
    return ACTIVE_MATH.sub(r"\\text", text)
