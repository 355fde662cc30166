"""What grading needs of an instructor's notebook and is the same for every submission: made once, it travels along."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.matching import is_test
from autograder.names import AnyNameBut, defined_names, import_statements
from autograder.sandbox.spec import slow_imports
from autograder.wall.compiling import CompiledTest, compile_test

if TYPE_CHECKING:
    from autograder.course import SourceNotebook


@dataclass(frozen=True)
class Prepared:
    """A notebook's names and code.

    Attributes:
        imports: import statements of its cells that are no tests.
        slow_imports: what of `SLOW_IMPORTS` its code needs.
        test_names: what its test cells define.
        student_names: names a test may ask the student for: those of the reference, or any where there is none.
        tests: grade_id → code of its test cells.
    """

    imports: tuple[str, ...]
    slow_imports: tuple[str, ...]
    test_names: frozenset[str]
    student_names: Container[str]
    tests: Mapping[str, CompiledTest]


def prepare(source: "SourceNotebook") -> Prepared:
    """Reads and compiles a notebook's code."""
    code = [c for c in source.cells if c.cell_type == "code"]
    tests = {c.metadata.nbgrader.grade_id: c.source for c in code if is_test(c)}
    others = [c.source for c in code if not is_test(c)]
    defined, test_names = defined_names(others), defined_names(tests.values())
    solutions = {e.solution_id for e in source.exercises if e.solution_id}
    stubs = any(source.texts[name] == source.released[name] for name in solutions)
    return Prepared(
        tuple(import_statements(others)),
        slow_imports(c.source for c in code),
        test_names,
        AnyNameBut(defined, test_names) if stubs else defined,
        {grade_id: compile_test(grade_id, text) for grade_id, text in tests.items()},
    )
