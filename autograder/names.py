"""What the instructor's notebook says about names: which ones its code defines, and what it imports."""

import ast
import builtins
import contextlib
from collections.abc import Iterable

NOT_PYTHON = (SyntaxError, ValueError, RecursionError)  # what `ast.parse` raises


def plain_python(source: str) -> str:
    """A cell's text, magics made into calls. What is Python already, IPython leaves as it is, but takes its time."""
    try:
        ast.parse(source)
    except NOT_PYTHON:
        from IPython.core.inputtransformer2 import TransformerManager  # slow to import, and few notebooks need it

        return str(TransformerManager().transform_cell(source))
    return source


def parse_cell(source: str) -> ast.Module | None:
    """A cell's syntax tree, magics made into calls; None where it is not Python."""
    with contextlib.suppress(*NOT_PYTHON):
        return ast.parse(source)  # most cells, parsed once
    with contextlib.suppress(*NOT_PYTHON):
        return ast.parse(plain_python(source))
    return None


def defined_names(sources: Iterable[str]) -> frozenset[str]:
    """Names that the cells bind at top level, by whatever statement."""
    names: set[str] = set()
    for source in sources:
        tree = parse_cell(source)
        for node in tree.body if tree else ():
            names |= bound_names(node)
    return frozenset(names)


class AnyNameBut:
    """Stands in for the names a reference defines, where the instructor's solution cells hold stubs.

    Every name may be the student's then, but for built-ins and those that test cells define.

    Args:
        defined: names that the notebook does define.
        tests: names that test cells define.
    """

    def __init__(self, defined: frozenset[str], tests: frozenset[str]) -> None:
        self.defined, self.others = defined, tests | frozenset(vars(builtins))

    def __contains__(self, name: object) -> bool:
        # What asks for names with underscores is Python itself, or a library: no student is to define them.
        return name in self.defined or (name not in self.others and not str(name).startswith("__"))


def bound_names(node: ast.AST) -> set[str]:
    """Names a statement binds in the scope it stands in."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return set()
        case ast.Name(id=name, ctx=ast.Store()):
            return {name}
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return {(alias.asname or alias.name).split(".")[0] for alias in aliases}
        case ast.ExceptHandler(name=str(name)):
            inner = {name}
        case _:
            inner = set()
    return inner.union(*(bound_names(child) for child in ast.iter_child_nodes(node)))


def import_statements(sources: Iterable[str]) -> list[str]:
    """The import statements at the top level of the cells, one string each."""
    trees = [tree for tree in map(parse_cell, sources) if tree]
    return [ast.unparse(node) for tree in trees for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
