"""Makes code of test cells, with pytest's assertion introspection: once for all submissions, so without torch."""

import ast
import linecache
import marshal
import types
from dataclasses import dataclass

from _pytest.assertion.rewrite import rewrite_asserts

from autograder.errors import GraderError
from autograder.names import NOT_PYTHON, plain_python

MAGIC = "Test cell {cell} uses an IPython magic, which no grader can run. Take it out, or tag the cell `in-sandbox`."


@dataclass(frozen=True)
class CompiledTest:
    """A test cell's code, as it travels from the run to its graders (of the same Python).

    Attributes:
        name: what tracebacks call the cell.
        source: its Python, which they quote.
        body: its statements, by `marshal`.
        last: its last expression, likewise; None where it ends otherwise.
        problem: why there is no code; empty where there is.
    """

    name: str
    source: str = ""
    body: bytes = b""
    last: bytes | None = None
    problem: str = ""

    def load(self) -> tuple[types.CodeType, types.CodeType | None]:
        """The statements, and the last expression; tracebacks can quote them from now on.

        Raises:
            GraderError: the cell is not Python, or uses an IPython magic.
        """
        if self.problem:
            raise GraderError(self.problem)
        linecache.cache[self.name] = (len(self.source), None, self.source.splitlines(keepends=True), self.name)
        return marshal.loads(self.body), marshal.loads(self.last) if self.last else None


def compile_test(grade_id: str, cell: str) -> CompiledTest:
    """The code of a test cell, its last expression apart; a cell that is not Python has a `problem` instead."""
    name = f"<test cell {grade_id}>"
    source = plain_python(cell)
    if source.count("get_ipython()") > cell.count("get_ipython()"):
        return CompiledTest(name, problem=MAGIC.format(cell=grade_id))
    try:
        body, last = _compile(source, name)
    except NOT_PYTHON as error:  # `return` outside a function parses, and does not compile
        return CompiledTest(name, problem=f"Test cell {grade_id} is not valid Python: {error}")
    return CompiledTest(name, source, marshal.dumps(body), marshal.dumps(last) if last else None)


def _compile(source: str, name: str) -> tuple[types.CodeType, types.CodeType | None]:
    """The statements of a cell, and its last expression."""
    tree, last = ast.parse(source, name), None
    # As in Jupyter, a semicolon at the end says that the value is not wanted.
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not source.rstrip().endswith(";"):
        expression = tree.body.pop()
        assert isinstance(expression, ast.Expr)
        last = compile(ast.Expression(expression.value), name, "eval")
    rewrite_asserts(tree, source.encode())
    return compile(tree, name, "exec"), last
