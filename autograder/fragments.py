"""What an answer is made of, names, comments and formatting left out: fragments, which `similarity` compares."""

import ast
import builtins
import contextlib
import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SIZES = range(4, 121)  # of fragments: `x` and `x.shape` say nothing, and large ones are made of smaller ones
WORDS = 4  # of a fragment of prose
_BUILTINS = frozenset(dir(builtins))
_STATEMENTS = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.For, ast.While, ast.If, ast.With, ast.Import,
    ast.ImportFrom, ast.Raise, ast.Assert, ast.Delete,
)  # fmt: skip
_BLOCKS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_LEFT_OUT = ("annotation", "returns", "type_comment", "ctx", "simple", "asname", "kind")
_NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)

Prints: TypeAlias = NDArray[np.uint64]


def fragments(text: str, code: bool) -> Iterator[tuple[int, int, int]]:
    """The fragments of a cell: hash, first and last line (from 0). A cell that is no Python is read line by line."""
    for shape, first, last in _of_code(text) if code else _of_prose(text):
        digest = hashlib.blake2b(shape.encode("utf-8", "replace"), digest_size=8).digest()
        yield int.from_bytes(digest, "big"), first, last


def prints(text: str, code: bool) -> Prints:
    """The hashes of a cell's fragments, each once."""
    return np.unique(np.array([each for each, _, _ in fragments(text, code)], dtype=np.uint64))


def _of_prose(text: str) -> Iterator[tuple[str, int, int]]:
    """Every four words in a row."""
    words = [(word, number) for number, line in enumerate(text.split("\n")) for word in re.findall(r"\w+", line)]
    for k in range(len(words) - WORDS + 1):
        window = words[k : k + WORDS]
        yield " ".join(word.casefold() for word, _ in window), window[0][1], window[-1][1]


def _of_code(text: str) -> list[tuple[str, int, int]]:
    """Expressions and statements without their bodies; of a cell that is no Python, of each line that is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of invalid escapes, which are the student's
        with contextlib.suppress(*_NOT_PYTHON):
            return _of_python(text)
        found = []
        for number, line in enumerate(map(str.strip, text.split("\n"))):
            for whole in (line, f"{line} pass"):  # the head of a loop is none alone
                with contextlib.suppress(*_NOT_PYTHON):
                    found += [(shape, number, number) for shape, _, _ in _of_python(whole)]
                    break
        return found


def _of_python(text: str) -> list[tuple[str, int, int]]:
    """The fragments of a text that can be parsed."""
    found = []
    blocks: list[ast.AST] = [ast.parse(text)]
    kept = _BUILTINS - _bound(blocks[0])
    while blocks:
        block = blocks.pop()
        blocks += (child for child in ast.iter_child_nodes(block) if isinstance(child, _BLOCKS))
        tokens: list[str | tuple[str]] = []
        for node, start, end in _flatten(block, tokens):
            if end - start in SIZES:
                found.append((_numbered(tokens[start:end], kept), node.lineno - 1, _last_line(node) - 1))
    return found


def _bound(tree: ast.AST) -> set[str]:
    """Names that are the student's own, also where they are called as a built-in is."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return names | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _flatten(node: ast.AST, tokens: list[str | tuple[str]]) -> Iterator[tuple[ast.expr | ast.stmt, int, int]]:
    """Appends a syntax tree to `tokens`, names as tuples; gives each fragment and where it begins and ends there."""
    start = len(tokens)
    match node:
        case ast.Name(id=name) | ast.arg(arg=name):
            tokens.append((name,))
        case ast.JoinedStr() | ast.Constant(value=str() | bytes()):
            tokens.append("text")
        case _:
            tokens.append(type(node).__name__.replace("AnnAssign", "Assign"))
            for name, value in ast.iter_fields(node):
                for each in () if name in _LEFT_OUT else value if isinstance(value, list) else (value,):
                    if not isinstance(each, ast.AST):
                        tokens.append(repr(each))
                    elif not isinstance(each, _BLOCKS):
                        yield from _flatten(each, tokens)
            tokens.append(")")
    if isinstance(node, (ast.expr, *_STATEMENTS)):
        yield node, start, len(tokens)


def _numbered(tokens: Iterable[str | tuple[str]], kept: frozenset[str]) -> str:
    """A fragment as text, its names but those `kept` numbered in the order in which they first occur."""
    names: dict[str, int] = {}
    texts = (t if isinstance(t, str) else t[0] if t[0] in kept else names.setdefault(t[0], len(names)) for t in tokens)
    return " ".join(map(str, texts))


def _last_line(node: ast.expr | ast.stmt) -> int:
    """Where an expression, or a statement without its body, ends."""
    whole = isinstance(node, ast.expr) or not hasattr(node, "body")
    parts = [node] if whole else [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return max((part.end_lineno or 0 for part in parts), default=node.lineno)
