"""The attack suite: what each file of ``attacks/`` is, the class they are handed in with, and the traps they spring.

``tests/test_attacks.py`` has the class graded by this package, ``benchmarks/attacks.py`` by nbgrader as well.
"""

import ast
import contextlib
import hashlib
import importlib.util
import re
import secrets
import shutil
import socket
import stat
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
from conftest import Task, nbgrader_cell, processes
from nbformat import NotebookNode

from autograder.course import Course, SourceNotebook, load_course

ATTACKS = Path(__file__).parent / "attacks"
CLASSES = {
    "patching": "replaces what tests are judged with",
    "lying": "gives tests objects that are not what they seem",
    "reading": "looks for the answers, and for others' work",
    "writing": "writes where it should not",
    "channel": "forges or floods what the grader hears",
    "dying": "ends by every kind of exit and signal",
    "surviving": "goes on after it was graded, or leaves something for the next student",
    "bombs": "uses up what all share",
    "network": "reaches for the network",
    "kernel": "asks the kernel for more than a notebook needs",
    "links": "hands in links instead of files",
    "metadata": "plays with the notebook's cells, points and metadata",
    "feedback": "brings scripts, and words of the grader, into what people read",
    "detecting": "behaves well only while it is looked at",
}
EFFECTS = {
    "points": "points that its author does not deserve",
    "leak": "something secret in its own outputs (the token of the hidden tests, or the words token-leak)",
    "file": "a file in a folder that everybody may write to",
    "course": "a changed file of the instructor's or of another student's",
    "message": "a message to somebody who listens on this machine",
    "process": "a process that is still there afterwards",
    "script": "something active in the feedback",
    "neighbors": "another student's points",
}


@dataclass(frozen=True)
class Attack:
    """One file of ``attacks/<class>/``.

    Its docstring says what it tries, then ``Deserves:`` the points honest reading gives it, and ``Side effect:`` one of
    `EFFECTS`, what would be there had it succeeded. (All of them are looked for after every attack.)

    Attributes:
        path: its file.
        text: a student's cell, or a function ``hand_in(notebook, folder)`` that tampers with a submission.
        purpose: what it tries.
        deserves: points; two numbers where it may hurt itself.
        effect: what it is after.
    """

    path: Path
    text: str
    purpose: str
    deserves: tuple[float, ...]
    effect: str

    @classmethod
    def read(cls, path: Path) -> "Attack":
        """The attack in a file.

        Raises:
            ValueError: its docstring does not say what it has to.
        """
        text = path.read_text()
        doc = ast.get_docstring(ast.parse(text)) or ""
        found = re.fullmatch(r"(.+?)\n\nDeserves: (.+?) points?\b.*?\.\nSide effect: (\w+)\.", doc, re.DOTALL)
        if not found or found[3] not in EFFECTS or path.parent.name not in CLASSES:
            raise ValueError(f"{path}: the docstring must end with 'Deserves: … points.' and 'Side effect: ….'")
        purpose = " ".join(found[1].split())
        return cls(path, text, purpose, tuple(float(number) for number in found[2].split(" or ")), found[3])

    @property
    def name(self) -> str:
        """Class and file, also the student's id."""
        return f"{self.path.parent.name}-{self.path.stem}"

    def source(self, places: Mapping[str, str]) -> str:
        """Its text, with the places filled in that it knows of: ``{course}``, ``{tcp}``, ….

        Raises:
            SyntaxError: it is no Python.
        """
        text = self.text
        for word, place in {**places, "name": self.name}.items():
            text = text.replace(f"{{{word}}}", place)
        compile(text, str(self.path), "exec")
        return text

    @property
    def tampers(self) -> bool:
        """It changes the submission as a whole, instead of being a cell of it."""
        return any(isinstance(n, ast.FunctionDef) and n.name == "hand_in" for n in ast.parse(self.text).body)


def attacks() -> list[Attack]:
    """All attacks, by class and name."""
    return [Attack.read(path) for path in sorted(ATTACKS.glob("*/*.py"))]


# --- the exercise nobody can solve who has not seen its hidden tests -------------------------------------------------

TOKEN = "token-" + secrets.token_hex(16)  # drawn anew in each run, and nowhere but in hidden tests
NUMBERS = [float(ord(c)) for c in TOKEN[6:9]]
HIDDEN = "import numpy as np\nimport unittest\nimport torch\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
EXPECTED = f"expected = torch.tensor({NUMBERS})\n"
COMPARISONS = {
    "text": f"assert guess() == '{TOKEN}'",
    "text-again": f"assert guess() == '{TOKEN}'",
    "text-reversed": f"assert '{TOKEN}' == guess() and not guess() != '{TOKEN}'",
    "unittest": f"unittest.TestCase().assertEqual(guess(), '{TOKEN}')",
    "equal": "assert torch.equal(numbers(), expected)",
    "allclose": "y = numbers()\nassert y.shape == (3,) and torch.allclose(y, expected)",
    "assert-close": "torch.testing.assert_close(numbers(), expected)",
    "elementwise": "y = numbers()\nassert len(y) == 3 and (y == expected).all()",
    "difference": "assert abs(numbers() - expected).max() < 1e-6",
    "as-tensor": "assert torch.equal(torch.as_tensor(numbers()), expected)",
    "as-array": "np.testing.assert_allclose(np.asarray(numbers()), np.asarray(expected))",
    "numpy": "y = numbers()\nassert np.shape(y) == (3,) and np.allclose(y, expected)",
    "items": "for a, b in zip(numbers(), expected.tolist(), strict=True):\n    assert a == b",
    "isinstance": "y = numbers()\nassert isinstance(y, torch.Tensor) and torch.equal(expected, y)",
    "membership": f"assert guess() in ['{TOKEN}'] and '{TOKEN}' in [guess()]",
    "points": f"1.0 if guess() == '{TOKEN}' else 0.0",
}
SOLUTION = f"import torch\ndef guess(): return '{TOKEN}'\ndef numbers(): return torch.tensor({NUMBERS})"
BEFORE = "def before(x): return x + 1"
AFTER = "def after(x): return x + 2 + 0 * before(1)"
MAX_LOOK = 100 << 20  # bytes; some files only say that they are larger
ASSIGNMENT, NOTEBOOK, CELL = "target", "work", "text"
LIMITS = {"cell_seconds": 4, "submission_seconds": 20, "memory_mb": 2500, "processes": 40, "file_mb": 64}
CONFIG = f"""
c.Autograder.limits = {LIMITS}
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {{"markdown2html": "autograder.inert.clean_markdown"}}
c.GenerateFeedback.exporter_class = "autograder.nbgrader_hooks.FeedbackExporter"
c.GenerateFeedback.preprocessors = []
"""


def tasks() -> list[Task]:
    """Sixteen ways to ask for the token, between two exercises that anybody can solve; one point each."""
    first, *others = COMPARISONS
    return [
        Task("before", BEFORE, "assert before(1) == 2", 1),
        Task(first, SOLUTION, HIDDEN.format(EXPECTED + COMPARISONS[first]), 1),
        *(Task(name, "...", HIDDEN.format(EXPECTED + COMPARISONS[name]), 1) for name in others),
        Task("after", AFTER, "assert after(1) == 3", 1),
    ]


HONEST_POINTS = float(len(COMPARISONS) + 2)


def write_target(root: Path, config: str) -> Course:
    """A course with the one assignment."""
    (root / "nbgrader_config.py").write_text(f"c = get_config()\nc.CourseDirectory.course_id = 'target'\n{config}")
    folder = root / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    title = nbgrader_cell("'The students of this course are honest.'", "title")
    cells = [title, *(cell for task in tasks() for cell in task.cells())]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / f"{NOTEBOOK}.ipynb")
    return load_course(root)


def hand_in_honestly(course: Course, student: str) -> None:
    """A submission that deserves every point."""
    _hand_in(course, student, {task.name: task.solution for task in tasks()})


def hand_in_attack(course: Course, attack: Attack, places: Mapping[str, str]) -> None:
    """The attack's submission: it solves the two exercises that anybody can, and attacks the others."""
    answers, text = {"before": BEFORE, "after": AFTER}, attack.source(places)
    if not attack.tampers:
        _hand_in(course, attack.name, answers | {CELL: text})
        return
    path = _hand_in(course, attack.name, answers)
    nb = nbformat.read(path, as_version=4)
    spec = importlib.util.spec_from_loader(attack.path.stem, loader=None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    exec(compile(text, str(attack.path), "exec"), module.__dict__)
    module.hand_in(nb, path.parent)
    if is_own_file(path):
        nbformat.write(nb, path)


def is_own_file(path: Path) -> bool:
    """Whether a submission's notebook can be read and written without a look into a pipe or behind a link."""
    return not path.parent.is_symlink() and stat.S_ISREG(path.lstat().st_mode)


def _hand_in(course: Course, student: str, answers: Mapping[str, str]) -> Path:
    source: SourceNotebook = course.assignment(ASSIGNMENT).notebooks[0]
    nb: NotebookNode = nbformat.from_dict(source.student)
    for cell in nb.cells:
        if cell.metadata.nbgrader.grade_id in answers:
            cell.source = answers[cell.metadata.nbgrader.grade_id]
    folder = course.path("submitted", student, ASSIGNMENT)
    folder.mkdir(parents=True)
    nbformat.write(nb, folder / f"{NOTEBOOK}.ipynb")
    return folder / f"{NOTEBOOK}.ipynb"


# --- traps -----------------------------------------------------------------------------------------------------------


@dataclass
class Traps:
    """What attacks are after on this machine; whoever gets there leaves its name."""

    folder: Path
    servers: Sequence[socket.socket]
    names: list[str] = field(default_factory=list)

    @cached_property
    def places(self) -> dict[str, str]:
        """What the words in an attack's text stand for."""
        tcp, udp, _, abstract = (server.getsockname() for server in self.servers)
        return {
            "tcp": str(tcp[1]),
            "udp": str(udp[1]),
            "unix": f"{self.folder}/listener",
            "abstract": abstract.decode().lstrip("\0"),
            "shared": str(self.folder),
        }

    def sprung(self, name: str) -> set[str]:
        """The `EFFECTS` that an attack had on this machine."""
        found = {"message"} if any(name in heard for heard in self.names) else set()
        found |= {"file"} if any(name in path.name for path in self.folder.iterdir()) else set()
        return found | ({"process"} if any(name in line for line in processes().values()) else set())

    def listen(self, server: socket.socket) -> None:
        """Keeps all that is sent to a socket; who says nothing is kept as a stranger."""
        with contextlib.suppress(OSError):
            while True:
                if server.type == socket.SOCK_DGRAM:
                    self.names.append(server.recv(200).decode(errors="replace"))
                    continue
                connection, _ = server.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(2)
                    self.names.append(connection.recv(200).decode(errors="replace") or "a stranger")


@contextlib.contextmanager
def traps() -> Iterator[Traps]:
    """Listeners of every kind on this machine, and a folder in which everybody may write."""
    folder = Path(tempfile.mkdtemp(prefix="traps-"))
    folder.chmod(0o777)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        kinds = [
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"{folder}/listener"),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0traps-{secrets.token_hex(4)}"),
        ]
        servers = []
        for family, kind, address in kinds:
            servers.append(stack.enter_context(socket.socket(family, kind)))
            servers[-1].bind(address)
            if kind == socket.SOCK_STREAM:
                servers[-1].listen(100)
        (folder / "listener").chmod(0o777)
        made = Traps(folder, servers)
        for server in servers:
            threading.Thread(target=made.listen, args=[server], daemon=True).start()
            stack.callback(server.shutdown, socket.SHUT_RDWR) if server.type == socket.SOCK_STREAM else None
        yield made


def fingerprint(course: Course) -> dict[str, str]:
    """What must not change while a class is graded: the instructor's files and all submissions."""
    places = [path for step in ("source", "submitted") for path in sorted((course.root / step).rglob("*"))]
    files = [path for path in places if stat.S_ISREG(path.lstat().st_mode) and path.stat().st_size < MAX_LOOK]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def leaked(outputs: Sequence[Any]) -> bool:
    """Whether a student's own outputs show what only hidden tests know."""
    text = str(outputs)
    return TOKEN in text or "token-leak" in text


class _Active(HTMLParser):
    """Finds what a browser would run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            runs = name.startswith("on") or address.startswith(("javascript:", "vbscript:", "data:text/html"))
            fetches = name in ("src", "srcset", "poster", "background", "data", "srcdoc", "action", "formaction")
            fetches = fetches or (name == "href" and tag in ("link", "base")) or (tag == "meta" and "url=" in address)
            if runs or fetches:
                self.found.append(value or "")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def is_active(html: str, name: str) -> bool:
    """Whether a page runs or fetches anything in which an attack's name stands."""
    parser = _Active()
    parser.feed(html)
    parser.close()
    return any(name in text for text in parser.found)
