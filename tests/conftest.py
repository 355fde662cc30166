"""What the tests share: one warm process, sandboxes forked from it, and small courses graded through a real session."""

import contextlib
import itertools
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
import torch

from autograder.course import Assignment, Course, Limits, load_course
from autograder.data import mnist_root
from autograder.results import CellResult, NotebookResult, SubmissionResult
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import PlaceFiles, RunCell
from autograder.sandbox.spec import SLOW_IMPORTS, SandboxSpec
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session
from autograder.wall.compiling import compile_test
from autograder.wall.remote import Remote, TestNamespace
from autograder.wall.testcell import TestCell, Verdict, run_test

# Files that take long, the longest first: begun first, no worker is left alone with one of them at the end.
LONG = (
    "test_attacks.py",
    "test_conformance.py",
    "test_plugin.py",
    "test_demo.py",
    "test_killed_runs.py",
    "test_cluster.py",
    "test_instructor.py",
    "test_gradebook.py",
    "test_mangled.py",
    "test_course_notebooks.py",
    "test_student.py",
    "test_fuzzing.py",
    "test_gradescope.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts long files first; `make tests` keeps xdist from sorting them by the number of their tests."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """The warm process of all tests: importing torch takes seconds, a fork of it milliseconds."""
    torch.set_num_threads(1)
    with Warm(mnist_root()) as process:
        yield process


class Student:
    """A sandbox with short words for what tests do with one."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.remote = Remote(sandbox)

    def run(self, source: str, seconds: float = 20) -> list[dict[str, Any]]:
        """Runs a student's cell; gives its outputs."""
        _, payload, _ = self.sandbox.ask(RunCell(source, "cell"), seconds)
        outputs: list[dict[str, Any]] = self.remote.value(payload[1])
        return outputs

    def value(self, source: str, seconds: float = 20) -> Any:
        """Runs a cell; gives the value of its last expression.

        Raises:
            AssertionError: the cell raised.
        """
        _, payload, _ = self.sandbox.ask(RunCell(source, "cell", test=True), seconds)
        assert payload[0] is None, self.remote.value(payload[1])
        return self.remote.value(payload[2])

    def place(self, files: dict[str, bytes]) -> None:
        """Writes files into the work folder."""
        self.sandbox.ask(PlaceFiles(files), 10)

    def names(self, *defined: str, **trusted: Any) -> TestNamespace:
        """The globals of test cells, where the reference solution defines `defined` and imports `trusted`."""
        namespace = TestNamespace(self.remote, frozenset(defined))
        namespace.update({"torch": torch} | trusted)
        return namespace

    def test(
        self, source: str, *defined: str, points: float = 2, hidden: range = range(0), seconds: float = 20
    ) -> Verdict:
        """Runs one test cell against what the student's cells defined.

        Args:
            source: the test cell.
            defined: names that the reference solution defines.
            points: what the cell is worth.
            hidden: numbers of the lines that are hidden.
            seconds: wall time it may take.
        """
        cell = TestCell(compile_test("task", source), points, frozenset(hidden))
        return run_test(cell, self.names(*defined), frozenset(), seconds)


StudentFactory = Callable[..., Student]


@pytest.fixture
def sandbox(warm: Warm) -> Iterator[Callable[..., Sandbox]]:
    """Starts sandboxes; arguments are SandboxSpec's fields, or Limits' by name."""
    started: list[Sandbox] = []

    def start(**fields: Any) -> Sandbox:
        limits = {name: fields.pop(name) for name in list(fields) if name in Limits.__dataclass_fields__}
        started.append(Sandbox(warm, SandboxSpec(Limits(**limits), **{"imports": tuple(SLOW_IMPORTS), **fields})))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture
def student(sandbox: Callable[..., Sandbox]) -> StudentFactory:
    """Starts a sandbox (arguments as for `sandbox`) and runs a first cell in it."""

    def start(source: str = "", **fields: Any) -> Student:
        made = Student(sandbox(**fields))
        if source:
            made.run(source)
        return made

    return start


# --- courses ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Task:
    """One exercise: a solution cell, whose reference is `solution`, and the test cell behind it."""

    name: str
    solution: str
    test: str
    points: float = 2
    tags: tuple[str, ...] = ()

    def cells(self) -> list[Any]:
        """Both cells, as an instructor writes them."""
        marked = f"### BEGIN SOLUTION\n{self.solution}\n### END SOLUTION"
        return [
            nbgrader_cell(marked, self.name, solution=True),
            nbgrader_cell(self.test, f"test-{self.name}", points=self.points, tags=self.tags),
        ]


def nbgrader_cell(
    source: str, grade_id: str, points: float | None = None, solution: bool = False, tags: Sequence[str] = ()
) -> Any:
    """A code cell with nbgrader's metadata, schema 3."""
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata.nbgrader = nbformat.from_dict(
        {
            "grade": points is not None,
            "grade_id": grade_id,
            "locked": not solution,
            "schema_version": 3,
            "solution": solution,
            "task": False,
        }
        | ({} if points is None else {"points": points})
    )
    if tags:
        cell.metadata.tags = list(tags)
    return cell


@dataclass(frozen=True)
class Graded:
    """A graded submission, its cells by the name of their exercise."""

    result: SubmissionResult
    cells: Mapping[str, CellResult] = field(default_factory=dict)

    @property
    def notebook(self) -> NotebookResult:
        """The one notebook of the submission."""
        return self.result.notebooks[0]

    @property
    def incidents(self) -> str:
        """All incidents as one text."""
        return "\n".join(self.notebook.incidents)

    @property
    def scores(self) -> dict[str, float | None]:
        """Points given by the machine, by exercise."""
        return {name: cell.auto_score for name, cell in self.cells.items()}

    def outputs(self, grade_id: str) -> list[Any]:
        """What the executed notebook shows below a cell."""
        return next(
            c["outputs"]
            for c in self.notebook.executed_cells
            if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
        )


class SmallCourse:
    """A real nbgrader course; each test adds assignments of its own, and one session grades them all."""

    def __init__(self, root: Path, device: str = "cpu") -> None:
        (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'small'\n")
        self.root = root
        self.course: Course = load_course(root)
        self.session = Session(self.course, Options(workers=1, device=device))
        self.numbers = itertools.count(1)

    def assignment(
        self,
        tasks: Sequence[Task],
        setup: str = "",
        files: Mapping[str, bytes] | None = None,
        limits: Mapping[str, Any] | None = None,
    ) -> Assignment:
        """Writes an instructor's notebook and gives the assignment that it makes.

        Args:
            tasks: its exercises.
            setup: a first cell, not graded.
            files: the instructor's files beside it.
            limits: what differs from the default limits.
        """
        name = f"small-{next(self.numbers)}"
        folder = self.root / "source" / name
        folder.mkdir(parents=True)
        nb = nbformat.v4.new_notebook()
        first = [nbgrader_cell(setup, "setup")] if setup else []
        nb.cells = [*first, *(cell for task in tasks for cell in task.cells())]
        nbformat.write(nb, folder / "work.ipynb")
        write_files(folder, files)
        settings = self.course.settings
        settings.assignment_limits = {**settings.assignment_limits, name: dict(limits or {})}
        return self.course.assignment(name)

    def submit(
        self,
        assignment: Assignment,
        answers: Mapping[str, str] | None = None,
        student: str = "ada",
        files: Mapping[str, bytes] | None = None,
        change: Callable[[Any], object] = lambda nb: None,
    ) -> Graded:
        """Hands in the released notebook with answers in it, and grades it.

        Args:
            assignment: what is solved.
            answers: source of solution cells by exercise; the reference for those left out.
            student: who hands it in.
            files: the student's files beside the notebook.
            change: called with the notebook before it is handed in.
        """
        source = assignment.notebooks[0]
        nb = nbformat.from_dict(source.student)
        references = {c.metadata.nbgrader.grade_id: c.source for c in source.cells}
        for cell in nb.cells:
            grade_id = cell.metadata.nbgrader.grade_id
            if cell.metadata.nbgrader.solution:
                cell.source = (answers or {}).get(grade_id, references[grade_id])
        change(nb)
        folder = self.root / "submitted" / student / assignment.name
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(nb, folder / "work.ipynb")
        write_files(folder, files)
        return self.grade(assignment, student)

    def grade(self, assignment: Assignment, student: str = "ada") -> Graded:
        """Grades what a student has handed in."""
        [submission] = self.course.submissions(assignment.name, [student])
        [result] = self.session.grade(assignment, [submission])
        assert result.error is None, result.error
        tests = {c.grade_id: c for n in result.notebooks for c in n.cells if c.grade_id.startswith("test-")}
        return Graded(result, {name.removeprefix("test-"): cell for name, cell in tests.items()})


def write_files(folder: Path, files: Mapping[str, bytes] | None) -> None:
    """Writes files below a folder."""
    for name, content in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCourse]:
    """One nbgrader course and one running session for all tests."""
    made = SmallCourse(tmp_path_factory.mktemp("course"))
    with made.session:
        yield made


# --- processes -------------------------------------------------------------------------------------------------------


def processes() -> dict[int, str]:
    """Command line of every process that can be seen, by pid."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:  # it ended while we looked
                continue
    return found


def children(pid: int) -> set[int]:
    """Pids of the children of a process, of any of its threads."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").iterdir():
        found |= {int(name) for name in (task / "children").read_text().split()}
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until a condition holds.

    Raises:
        AssertionError: it does not, in that time.
    """
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


def is_root() -> bool:
    """Whether the tests run as root."""
    return os.geteuid() == 0


# --- the network -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def accepting() -> Iterator[int]:
    """A TCP port on this machine's loopback interface that accepts connections."""

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                server.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
