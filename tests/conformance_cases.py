"""The submissions on which this grader is compared with ``nbgrader autograde``.

Most are nbgrader's own: its documentation course, and the notebooks its test suite grades. `QUIRKS` adds what those
leave out: a notebook whose tests use nbgrader's rules to the full, and students who did odd things with it.
"""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
from nb_course import DOCS_COURSE, NBGRADER, NBGRADER_FILES, cell
from nbformat import NotebookNode

from autograder.course import load_course

MANUAL = "preprocessors/manually-graded-code-cell"
PREPROCESSORS = NBGRADER / "tests" / "preprocessors" / "files"

# assignment → (source notebook, submission of each student), of nbgrader's test suite, as its tests pair them
SUITE: dict[str, tuple[str, dict[str, str]]] = {
    "unchanged": (
        "submitted-unchanged",
        {
            "unchanged": "submitted-unchanged",
            "changed": "submitted-changed",
            "grade-cell-changed": "submitted-grade-cell-changed",
            "locked-cell-changed": "submitted-locked-cell-changed",
            "cheat": "submitted-cheat-attempt",
            "cheat-alternative": "submitted-cheat-attempt-alternative",
            "answer-type-changed": "preprocessors/submitted-answer-cell-type-changed",
            "grade-type-changed": "preprocessors/submitted-grade-cell-type-changed",
        },
    ),
    "changed": ("submitted-changed", {"changed": "submitted-changed"}),
    "squares": (
        "test",
        {
            "source": "test",
            "with-output": "test-with-output",
            "part": "test-hidden-tests",
            "written-for-nbgrader-0.5": "test-v1",
        },
    ),
    "hidden": ("test-hidden-tests", {"release": "", "right": "test"}),
    "nose": ("preprocessors/test", {"source": "preprocessors/test"}),
    "task": ("preprocessors/test_taskcell", {"source": "preprocessors/test_taskcell", "release": ""}),
    "manual": (MANUAL, {"source": MANUAL, "release": ""}),
    "timeout": ("timeout", {"slow": "timeout"}),
    "loop": ("infinite-loop", {"endless": "infinite-loop"}),
    "side-effects": ("side-effects", {"writes": "side-effects"}),
    "environment": ("validating-environment-variable", {"source": "validating-environment-variable"}),
    "file": ("open_relative_file", {"source": "open_relative_file"}),
    "zero-points": ("validation-zero-points", {"source": "validation-zero-points"}),
    "autotest-hashed": ("autotest-hashed", {s: f"autotest-hashed-{s}" for s in ("unchanged", "changed")}),
    "autotest-multi": ("autotest-multi", {s: f"autotest-multi-{s}" for s in ("unchanged", "changed")}),
    "autotest-hidden": (
        "autotest-hidden",
        {s: f"autotest-hidden-{s}" for s in ("unchanged", "changed-right", "changed-wrong")},
    ),
}
SHORT = {"timeout": 3, "loop": 3}  # seconds a cell may take
AUTOTESTS = ("autotest-hashed", "autotest-multi", "autotest-hidden")
FILES = {"file": ("data.txt",)} | dict.fromkeys(AUTOTESTS, ("autotests.yml",))

# exercise → (solution, test); each test is worth one point
QUIRKS = {
    "right": ("def right():\n    return 1", "assert right() == 1"),
    "half": ("def half():\n    return 0.5", "half()"),
    "text": ("def text():\n    return 'one'", "text()"),
    "quiet": ("def quiet():\n    return 0", "quiet();"),
    "numpy": ("import numpy\ndef scored():\n    return numpy.float64(0.5)", "scored()"),
    "false": ("def even(n):\n    return n % 2 == 0", "even(3)"),
    "minus": ("def minus():\n    return -1.0", "minus()"),
    "stderr": (
        "import warnings\ndef warns():\n    warnings.warn('old')\n    return 1",
        "assert warns() == 1",
    ),
    "unknown": ("def known():\n    return 1", "assert_known(known())"),
    "magic": ("def timed():\n    return 1", "%time x = timed()\nassert x == 1"),
    "written": ("open('made.txt', 'w').write('made')", "assert open('made.txt').read() == 'made'"),
    "equal": (
        "class Point:\n    def __init__(self, x):\n        self.x = x\n"
        "    def __eq__(self, other):\n        return self.x == other.x",
        "assert Point(1).x == 1\nassert Point(1) == Point(1)",
    ),
    "kind": ("class Line:\n    pass", "assert isinstance(Line(), Line)"),
    "replaced": (
        "def inner():\n    return 1\ndef outer():\n    return inner() + 1",
        "def inner():\n    return 5\nassert outer() == 6",
    ),
    "inside": (
        "def deep():\n    return 1\ndef upper():\n    return deep() + 1",
        "def deep():\n    return 5\nassert upper() == 6",
    ),
    "raised": (
        "class Wrong(ValueError):\n    pass\ndef check():\n    raise Wrong('no')",
        "try:\n    check()\nexcept Wrong:\n    pass\nelse:\n    raise AssertionError('did not raise')",
    ),
    "builtin": (
        "class Bad(ValueError):\n    pass\ndef refuse():\n    raise Bad('no')",
        "try:\n    refuse()\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('did not raise')",
    ),
    "lends": ("def lends():\n    return 1", "import math\nassert lends() == 1"),
    "borrows": ("def borrows():\n    return math.floor(1.5)", "assert borrows() == 1"),
    "taken": (
        "def base():\n    return 1\ndef built():\n    return base() + 1",
        "kept = base\ndel base\ntry:\n    built()\nexcept NameError:\n    pass\nelse:\n"
        "    raise AssertionError('built() does not call base()')\nfinally:\n    base = kept\nassert built() == 2",
    ),
}  # fmt: skip

TAGS = {"inside": ["in-sandbox"]}

NO_ASSERTS = """
import ast
class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(NoAsserts())
def first():
    return 2"""
ALWAYS_EQUAL = """
class Anything:
    def __eq__(self, other):
        return True
def first():
    return Anything()"""


# as QUIRKS, for students who did something odd
PLAIN = {
    "first": ("def first():\n    return 1", "assert first() == 1"),
    "second": ("def second():\n    return 2", "assert second() == 2"),
}
TOO_MUCH = {
    "much": ("def much():\n    return 2", "much()"),
    "fine": ("def fine():\n    return 1", "assert fine() == 1"),
}


def exercises(pairs: dict[str, tuple[str, str]]) -> NotebookNode:
    """A source notebook of such pairs."""
    cells = []
    for name, (solution, test) in pairs.items():
        cells.append(cell("code", f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION", name, solution=True))
        cells.append(cell("code", test, f"test-{name}", 1, grade=True, locked=True, tags=TAGS.get(name, [])))
    return _notebook(cells)


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nb: NotebookNode = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
    return nb


def write_cases(root: Path) -> list[str]:
    """Writes the course: every source and every submission; gives the assignments."""
    limits = {name: {"cell_seconds": seconds} for name, seconds in SHORT.items()}
    (root / "nbgrader_config.py").write_text(f"c = get_config()\nc.Autograder.assignment_limits = {limits}\n")
    for name in ("ps1", "ps1_autotest"):
        shutil.copytree(DOCS_COURSE / "source" / name, root / "source" / name)
        shutil.copy(DOCS_COURSE / "autotests.yml", root / "source" / name)
        for student in ("bitdiddle", "hacker"):
            shutil.copytree(DOCS_COURSE / "submitted" / student / "ps1", root / "submitted" / student / name)
    # one who handed in the second notebook only
    _copy(DOCS_COURSE / "submitted/hacker/ps1/problem2.ipynb", root / "submitted/half/ps1/problem2.ipynb")
    for name, (source, submissions) in SUITE.items():
        _copy(_path(source), root / "source" / name / "p1.ipynb")
        for file in FILES.get(name, ()):
            shutil.copy(NBGRADER_FILES / file, root / "source" / name)
        for student, file in submissions.items():
            if file:
                _copy(_path(file), root / "submitted" / student / name / "p1.ipynb")
            else:
                _submit(root, student, name, _student_version(root, name))
    _write_odd_cases(root)
    return ["ps1", "ps1_autotest", *SUITE, "quirks", "plain", "too-much"]


def _write_odd_cases(root: Path) -> None:
    """Writes the notebooks that are not nbgrader's, and what was made of them."""
    for name, pairs in {"quirks": QUIRKS, "plain": PLAIN, "too-much": TOO_MUCH}.items():
        path = root / "source" / name / "p1.ipynb"
        path.parent.mkdir()
        nbformat.write(exercises(pairs), path)
        _submit(root, "perfect", name, _student_version(root, name, solved=True))
    _submit(root, "release", "quirks", _student_version(root, "quirks"))
    for student, change in CHANGES.items():
        nb = _student_version(root, "plain", solved=True)
        change(nb)
        _submit(root, student, "plain", nb)


def _path(name: str) -> Path:
    folder, _, file = name.rpartition("/")
    return (PREPROCESSORS if folder else NBGRADER_FILES) / f"{file}.ipynb"


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, target)


def _submit(root: Path, student: str, assignment: str, nb: NotebookNode) -> None:
    path = root / "submitted" / student / assignment / "p1.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nb, path)


def _student_version(root: Path, assignment: str, solved: bool = False) -> NotebookNode:
    """What students get of an assignment with one notebook; if `solved`, with the reference solutions."""
    [source] = load_course(root).assignment(assignment).notebooks
    nb: NotebookNode = copy.deepcopy(source.student)
    known = {c.metadata.nbgrader.grade_id: c.source for c in source.cells if "nbgrader" in c.metadata}
    for each in nb.cells if solved else ():
        if each.metadata.nbgrader.solution:
            each.source = known[each.metadata.nbgrader.grade_id]
    return nb


def _place(nb: NotebookNode, grade_id: str) -> int:
    return next(i for i, c in enumerate(nb.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def _answers(text: str) -> Callable[[NotebookNode], None]:
    """A student with this answer to the first exercise."""

    def change(nb: NotebookNode) -> None:
        nb.cells[_place(nb, "first")].source = text

    return change


def _copies(nb: NotebookNode) -> None:
    """Copies an answer and its test, labels and all, to the end."""
    place = _place(nb, "first")
    copies = copy.deepcopy(nb.cells[place : place + 2])
    for each in copies:
        each.id += "-copy"
    nb.cells += copies


def _moves(nb: NotebookNode) -> None:
    """Moves a test in front of the answer it tests."""
    nb.cells.insert(0, nb.cells.pop(_place(nb, "test-first")))


def _deletes(nb: NotebookNode) -> None:
    """Deletes a test, and breaks the answer it tests."""
    nb.cells[_place(nb, "first")].source = "def first():\n    return 2"
    del nb.cells[_place(nb, "test-first")]


def _loses_labels(nb: NotebookNode) -> None:
    """An editor that drops what it does not know."""
    for each in nb.cells:
        each.metadata = NotebookNode()


# nbgrader grades by name; whom it grades after "twice", it does not grade at all.
CHANGES: dict[str, Callable[[NotebookNode], None]] = {
    "exits": _answers("import os\nos._exit(1)"),
    "no-asserts": _answers(NO_ASSERTS.lstrip()),
    "always-equal": _answers(ALWAYS_EQUAL.lstrip()),
    "moves": _moves,
    "deletes": _deletes,
    "no-labels": _loses_labels,
    "twice": _copies,
    "victim": lambda nb: None,
}
