"""Which cells of a notebook reach which: a wrong answer is tried on the part of the notebook it can change."""

import nbformat
import pytest
from nb_course import cell

from autograder.dependencies import needed, reached, uses


def notebook(**sources: str) -> list[nbformat.NotebookNode]:
    """Code cells by grade_id; those whose name begins with ``test`` are test cells."""
    return [
        cell("code", source, name, 1 if name.startswith("test") else None, grade=name.startswith("test"), locked=True)
        for name, source in sources.items()
    ]


@pytest.mark.parametrize(
    ("sources", "changed", "expected"),
    [
        pytest.param({"b": "x = 1", "test": "assert a() == 1"}, "a", "a test", id="its own test only"),
        pytest.param({"b": "y = a()", "c": "z = y", "test": "assert z"}, "a", "a b c test", id="what is made from it"),
        pytest.param({"b": "def f():\n    return a()", "test": "f()"}, "a", "a b test", id="a function that calls it"),
        pytest.param({"b": "def f(a):\n    return a", "test": "f(1)"}, "a", "a", id="a parameter of the same name"),
        pytest.param({"b": "a2 = [a for a in [1]]", "test": "a2"}, "a", "a", id="a comprehension's own name"),
        pytest.param({"b": "net.fit(a)", "test": "assert net"}, "a", "a b test", id="a method may change its object"),
        pytest.param({"b": "fit(net, a)", "test": "assert net"}, "a", "a b test", id="a call may change an argument"),
        pytest.param({"b": "net.weight = a", "test": "assert net"}, "a", "a b test", id="an attribute that is set"),
        pytest.param({"b": "net[0] += a", "test": "assert net"}, "a", "a b test", id="an item that is changed"),
        pytest.param({"b": "import os\nos.add(a)", "test": "import os\nos.x"}, "a", "a b", id="a module is no carrier"),
        pytest.param({"c": "BLUE = 'b'", "b": "show(a, BLUE)", "test": "BLUE"}, "a", "a b", id="nor is a literal"),
        pytest.param({"b": "for q in a():\n    print(q)", "test": "q"}, "a", "a b test", id="a loop's name"),
        pytest.param({"test_b": "aid = a()", "c": "aid()"}, "a", "a test_b", id="students do not see tests' names"),
        pytest.param({"test_b": "aid = a()", "test_c": "aid"}, "a", "a test_b test_c", id="later tests do"),
    ],
)
def test_a_change_reaches_whatever_takes_something_from_it(
    sources: dict[str, str], changed: str, expected: str
) -> None:
    cells = uses(notebook(a="def a():\n    return 1", **sources))
    assert reached(cells, {changed}) == set(expected.split())


def test_all_that_a_cell_takes_from_is_needed_and_nothing_else() -> None:
    cells = uses(
        notebook(
            imports="import os, torch",
            data="data = torch.zeros(9)",
            other="unused = data",
            scale="def scale(x):\n    return x / top",
            top="top = 255",  # taken when `scale` is called, not when it is defined
            shift="data.add_(1)",
            figure="for part in data.split(2):\n    part.sum()",
            test_other="part = 3\nassert unused",
            test="assert scale(data) < 1",
            later="data = None",
        )
    )
    # `figure` and `other` hand data on in a way that may change it or not; only calls on it are believed to.
    assert needed(cells, {"test"}) == {"imports", "data", "scale", "top", "shift", "figure", "test"}
    assert needed(cells, {"top"}) == {"top"}
    assert needed(cells, {"test_other"}) == {"imports", "data", "other", "shift", "figure", "test_other"}


def test_a_cell_that_is_not_python_or_has_no_name_does_no_harm() -> None:
    cells = uses([nbformat.v4.new_code_cell("x = 1"), *notebook(a="def a(:", test="assert a(x)")])
    assert reached(cells, {"a"}) == {"a"}
    assert needed(cells, {"test"}) == {"", "test"}
