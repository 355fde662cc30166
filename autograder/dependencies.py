"""Which cells of a notebook can reach which, told by the names they use.

An answer that defines `softmax` can change only what reads `softmax`, or reads what was made from it. So where one
cell is exchanged for another, most of the notebook need not run again. The rules err on the side of reaching: a name
handed to a call may be changed by it.
"""

import ast
import builtins
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.matching import is_test, nbgrader_meta
from autograder.names import bound_names, parse_cell

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Use:
    """What a code cell does with the names around it.

    Attributes:
        grade_id: nbgrader's name of the cell; empty where it has none.
        reads: names it takes from earlier cells.
        writes: names it binds, and names whose objects it may change.
        is_test: it runs in the grader; what it writes, only other tests see.
    """

    grade_id: str
    reads: frozenset[str]
    writes: frozenset[str]
    is_test: bool


def uses(cells: Sequence[Any], answers: Mapping[str, Sequence[str]] | None = None) -> list[Use]:
    """Says for each code cell, in order, what it reads and writes. A module that is handed over is not changed.

    Args:
        cells: of a notebook.
        answers: by grade_id, texts that may take a cell's place: it then reads and writes what any of them does.
    """
    code = [cell for cell in cells if cell.cell_type == "code"]
    grade_ids = [str(nbgrader_meta(cell).get("grade_id", "")) for cell in code]
    trees = [
        [parse_cell(text) or ast.Module([], []) for text in (cell.source, *(answers or {}).get(grade_id, ()))]
        for cell, grade_id in zip(code, grade_ids, strict=True)
    ]
    every = [tree for texts in trees for tree in texts]
    imports = [n for tree in every for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))]
    fixed = constants(every).union(vars(builtins), *map(bound_names, imports))
    made = []
    for cell, grade_id, texts in zip(code, grade_ids, trees, strict=True):
        reads, writes = set[str](), set[str]()
        for tree in texts:
            bound = set[str]()
            reads |= taken_in_order(tree.body, bound) - vars(builtins).keys()
            # A test works on copies, and leaves what it borrows as it was.
            writes |= bound if is_test(cell) else bound | (handed_over(tree) - fixed)
        made.append(Use(grade_id, frozenset(reads), frozenset(writes), is_test(cell)))
    return made


def reached(cells: Sequence[Use], changed: Collection[str]) -> set[str]:
    """grade_ids of the cells that can come out differently when the cells `changed` do."""
    students, tests, found = set[str](), set[str](), set(changed)
    for cell in cells:
        if cell.grade_id in found or cell.reads & (students | tests if cell.is_test else students):
            found.add(cell.grade_id)
            (tests if cell.is_test else students).update(cell.writes)
    return found


def needed(cells: Sequence[Use], wanted: Collection[str]) -> set[str]:
    """grade_ids of the cells `wanted` and of all before the last of them that they, directly or not, take from."""
    last = max((place for place, cell in enumerate(cells) if cell.grade_id in wanted), default=-1)
    found, before = set[int](), None
    while found != before:  # a function takes a name when it is called, perhaps from a cell behind its own
        before = set(found)
        by_students = frozenset[str]().union(*(cells[k].reads for k in found))
        by_tests = frozenset[str]().union(*(cells[k].reads for k in found if cells[k].is_test))
        for place, cell in enumerate(cells[: last + 1]):
            taken = by_tests if cell.is_test else by_students
            if cell.grade_id in wanted or not cell.grade_id or cell.writes & taken:
                found.add(place)
    return {cells[place].grade_id for place in found}


def constants(trees: Sequence[ast.Module]) -> set[str]:
    """Names bound to literals only, at top level: nothing they are handed to can change a number or a string."""
    pairs = [
        pair
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        for pair in _pairs(target, node.value)
    ]
    stored = [n.id for tree in trees for n in _names(tree) if isinstance(n.ctx, ast.Store)]
    literals = Counter(t.id for t, value in pairs if isinstance(t, ast.Name) and isinstance(value, ast.Constant))
    return {name for name, times in literals.items() if times == stored.count(name)}


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """``a, b = 1, x`` as a = 1 and b = x."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _names(node: ast.AST) -> list[ast.Name]:
    return [n for n in ast.walk(node) if isinstance(n, ast.Name)]


def taken_in_order(statements: Sequence[ast.stmt], bound: set[str]) -> set[str]:
    """Names that the statements take from before them; adds to `bound` those they bind."""
    taken = set[str]()
    for node in statements:
        blocks = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) or not any(blocks):
            taken |= loaded(node) - bound
            bound |= bound_names(node)
            continue
        handlers = getattr(node, "handlers", [])
        heads = [child for child in ast.iter_child_nodes(node) if not isinstance(child, (ast.stmt, ast.ExceptHandler))]
        taken |= set[str]().union(*map(loaded, heads)) - bound
        bound |= set[str]().union(*map(bound_names, heads))
        for block in [*blocks, *(handler.body for handler in handlers)]:
            taken |= taken_in_order(block, bound)
        bound |= {handler.name for handler in handlers if handler.name}
    return taken


def loaded(node: ast.AST) -> set[str]:
    """Names that a statement takes from outside of it; those local to functions in it are not."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return {node.id}
    inner = set[str]().union(*map(loaded, ast.iter_child_nodes(node)))
    if isinstance(node, FUNCTIONS):
        arguments = node.args
        given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        inner -= {a.arg for a in given if a}
        body = node.body if isinstance(node.body, list) else [node.body]
        shared = {n for s in ast.walk(node) if isinstance(s, (ast.Global, ast.Nonlocal)) for n in s.names}
        inner -= set[str]().union(*map(bound_names, body)) - shared
    elif isinstance(node, COMPREHENSIONS):
        inner -= set[str]().union(*(bound_names(g.target) for g in node.generators))
    elif isinstance(node, ast.AugAssign):
        inner |= {n.id for n in _names(node.target)}
    return inner


def handed_over(node: ast.AST) -> set[str]:
    """Names whose objects a statement may change: part of a call, or a store into an attribute or item."""
    if isinstance(node, FUNCTIONS):
        return set()
    parts: list[ast.AST] = []
    if isinstance(node, ast.Call):
        parts = [*node.args, *(k.value for k in node.keywords)]
        if isinstance(node.func, ast.Attribute):
            parts.append(node.func.value)
    elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
        parts = [node.value]
    elif isinstance(node, ast.AugAssign):
        parts = [node.target]
    own = {n.id for part in parts for n in _names(part)}
    return own.union(*map(handed_over, ast.iter_child_nodes(node)))
