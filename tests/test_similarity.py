"""Copies in disguise are found, honest students are not, and the page shows what students wrote without obeying it."""

import argparse
import ast
import io
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nb_course import solved, submit, write_course
from rich.console import Console
from small_course import class_notebook, write_class

from autograder.answers import read_answers, write_submission
from autograder.commands import similarity as command
from autograder.course import Assignment, load_course
from autograder.errors import CourseError, SetupError
from autograder.fragments import fragments, prints
from autograder.matching import MAX_CELL
from autograder.similarity import Pair, Place, Similarity, Work, compare, find_similar
from autograder.similarity_page import groups, write_page

ROOT = Path(__file__).parent.parent
NAME = "03-training"
THRESHOLD = 0.8
NOTHING = prints("", code=True)
Answers = dict[str, str]


# --- copies ----------------------------------------------------------------------------------------------------------


class Renamed(ast.NodeTransformer):
    """Gives all names that a cell binds other ones, and takes annotations out."""

    def __init__(self, tree: ast.Module) -> None:
        stored = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        own = stored | {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
        self.names = {name: f"my_{number}" for number, name in enumerate(sorted(own))}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg, node.annotation = self.names.get(node.arg, node.arg), None
        return node


def reorder(body: list[ast.stmt]) -> None:
    """Swaps the first two assignments in a row that do not need each other."""
    for k in range(len(body) - 1):
        one, two = body[k : k + 2]
        used = [{n.id for n in ast.walk(each) if isinstance(n, ast.Name)} for each in (one, two)]
        made = [
            {n.id for n in ast.walk(each) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
            for each in (one, two)
        ]
        simple = isinstance(one, ast.Assign) and isinstance(two, ast.Assign)
        if simple and not made[0] & used[1] and not made[1] & used[0]:
            body[k : k + 2] = two, one
            return


def disguise(source: str) -> str:
    """A cell with other names, comments, formatting, docstrings and order; it does the same."""
    tree = ast.parse(source)
    tree = Renamed(tree).visit(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.For):
            reorder(node.body)
        if isinstance(node, ast.FunctionDef):
            node.body.insert(0, ast.Expr(ast.Constant("All my own work.")))
    return "# I thought long about this.\n" + ast.unparse(tree).replace("\n", "  # so\n\n")


def move_answers(nb: Any) -> None:
    """Leaves every second solution cell nearly empty, and puts the answer into a cell at the end."""
    cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("solution") and c.cell_type == "code"]
    for each in cells[::2]:
        nb.cells.append(nbformat.v4.new_code_cell(each.source))
        each.source = "# below"


def add_junk(nb: Any) -> None:
    """Adds code that does nothing to every solution cell."""
    junk = "\n\ndef unused(q):\n    for z in q:\n        q.total += z.other(3) * q.weight(z, 7)\n    return q.total"
    for each in nb.cells:
        if each.metadata.get("nbgrader", {}).get("solution") and each.cell_type == "code":
            each.source += junk


def break_syntax(nb: Any) -> None:
    """Leaves a bracket open in every solution cell, as someone does who changes what he does not understand."""
    for each in nb.cells:
        if each.metadata.get("nbgrader", {}).get("solution") and each.cell_type == "code":
            each.source += "\nprint('done'"


def plain(nb: Any) -> None:
    """Nothing more."""


COPIES: dict[str, Callable[[Any], None]] = {
    "disguised": plain,
    "moved": move_answers,
    "padded": add_junk,
    "broken": break_syntax,
}


# --- a class of 40 ---------------------------------------------------------------------------------------------------


def pool(assignment: Assignment) -> dict[str, dict[str, list[str]]]:
    """Real answers by solution cell and kind: the reference, right ones, wrong ones."""
    texts = {name: text for n in assignment.notebooks for name, text in n.texts.items()}
    solutions = {e.solution_id for n in assignment.notebooks for e in n.exercises if e.solution_id and not e.manual}
    found = {name: {"reference": [texts[name]], "right": [], "wrong": []} for name in sorted(solutions)}
    for kind in ("right", "wrong"):
        for answer in read_answers(assignment.folder / f"{kind}_answers", kind):
            found[answer.solution_id][kind].append(answer.source)
    return found


def draw(answers: dict[str, dict[str, list[str]]], kinds: tuple[float, float, float], rng: random.Random) -> Answers:
    """One student's answers: of each exercise the reference, a right or a wrong one, with these probabilities."""
    drawn = {}
    for name, by_kind in answers.items():
        [kind] = rng.choices(("reference", "right", "wrong"), kinds)
        drawn[name] = rng.choice(by_kind[kind])
    return drawn


def hand_in(assignment: Assignment, folder: Path, answers: Answers, change: Callable[[Any], None] = plain) -> None:
    """Writes a submission, as `change` leaves it."""
    write_submission(assignment, folder, answers)
    path = folder / f"{NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    change(nb)
    nbformat.write(nb, path)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Similarity:
    """32 students who draw real answers to 03-training, four who found their own, and four who copied from these."""
    root = tmp_path_factory.mktemp("large")
    shutil.copytree(ROOT / "source" / NAME, root / "source" / NAME)
    course = load_course(root)
    assignment, submitted, rng = course.assignment(NAME), root / "submitted", random.Random(6)
    answers = pool(assignment)
    for number in range(32):
        hand_in(assignment, submitted / f"honest-{number:02d}" / NAME, draw(answers, (0.4, 0.4, 0.2), rng))
    for kind, change in COPIES.items():
        own = draw(answers, (0.1, 0.6, 0.3), rng)
        copied = {name: disguise(text) for name, text in own.items()}
        hand_in(assignment, submitted / f"{kind}-source" / NAME, own)
        hand_in(assignment, submitted / f"{kind}-copy" / NAME, copied, change)
    return find_similar(course, NAME, 0.3)


def students(pair: Pair) -> tuple[str, str]:
    one, two = sorted((pair.first.student, pair.second.student))
    return one, two


def test_copies_come_first_whatever_was_done_to_hide_them(large: Similarity) -> None:
    first = [students(pair) for pair in large.pairs[: len(COPIES)]]
    assert sorted(first) == sorted((f"{kind}-copy", f"{kind}-source") for kind in COPIES)
    assert large.pairs[len(COPIES) - 1].score >= THRESHOLD


def test_honest_students_stay_below_the_threshold(large: Similarity) -> None:
    copies = {(f"{kind}-copy", f"{kind}-source") for kind in COPIES}
    honest = [pair for pair in large.pairs if students(pair) not in copies]
    assert len(honest) > 100  # they share an answer here and there
    assert max(pair.score for pair in honest) < THRESHOLD


# --- what counts -----------------------------------------------------------------------------------------------------

LONG = """
def walk(grid, start):
    seen, queue = {start}, [start]
    while queue:
        here = queue.pop(0)
        for dx, dy in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            there = (here[0] + dx, here[1] + dy)
            if there not in seen and grid.get(there, "#") != "#":
                seen.add(there)
                queue.append(there)
    return sorted(seen, key=lambda place: (place[1], place[0]))
"""
EXERCISE = Place("n1", "walk", "Walk")
TEXT = Place("n1", "why", "Why?", code=False)


def others(count: int, place: Place = EXERCISE) -> list[Work]:
    """Students who each wrote something else."""
    text = "def walk(grid, start):\n    return grid.step_{0}(start, {0}).{1}_{0}[{0}:]"
    return [Work(f"other-{n}", {place: text.format(n, "result")}) for n in range(count)]


def test_one_exercise_alone_shows_where_the_answer_is_long_and_rare_only() -> None:
    several = {Place("n1", f"e{n}", f"E{n}"): f"y = x.very({n}).own[{n}]" for n in range(9)}
    works = [Work(f"s{n}", {**several, EXERCISE: text}) for n, text in enumerate((LONG, disguise(LONG)))]
    pairs, single, _ = compare([*works, *others(20)], NOTHING, THRESHOLD)
    assert [students(pair) for pair in pairs] == [("s0", "s1")]  # all ten exercises
    works = [Work(work.student, {**dict.fromkeys(several, ""), EXERCISE: work.texts[EXERCISE]}) for work in works]
    pairs, single, _ = compare([*works, *others(20)], NOTHING, THRESHOLD)
    assert pairs == []
    assert [(students(pair), pair.alike[0].share) for pair in single] == [(("s0", "s1"), pytest.approx(1))]
    short = [Work(f"s{n}", {EXERCISE: "def walk(grid, start):\n    return grid.flood(start)"}) for n in range(2)]
    assert compare([*short, *others(20)], NOTHING, THRESHOLD)[:2] == ([], [])


@pytest.mark.parametrize("given", [NOTHING, prints(LONG, code=True)], ids=["most of the class has it", "it was given"])
def test_what_everybody_may_have_written_does_not_count(given: Any) -> None:
    many = 15 if given is NOTHING else 2
    works = [Work(f"s{n}", {EXERCISE: disguise(LONG)}) for n in range(many)]
    assert compare([*works, *others(5)], given, THRESHOLD)[:2] == ([], [])


def test_written_answers_are_compared_word_by_word() -> None:
    words = (ROOT / "SECURITY.md").read_text().split()[:80]
    texts = [" ".join(words), "\n".join(words).upper() + " And so on.", " ".join(sorted(words))]
    works = [Work(f"s{n}", {TEXT: text}) for n, text in enumerate(texts)]
    [pair] = compare([*works, *others(10, TEXT)], NOTHING, THRESHOLD)[0]
    assert students(pair) == ("s0", "s1")


HOSTILE = {
    "100,000 lines": "x = 1\n" * 100_000,
    "brackets": "(" * 50_000,
    "a deep tree": "a" + "+a" * 49_000,
    "many deep trees": ("x = " + "(" * 80 + "a" + "+1)" * 80 + "\n") * 250,
    "zeros": "\0" * 1_000,
    "a large number": "0x" + "f" * 50_000,
    "odd escapes": "'\\d \\ud800'\n" * 1_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_cell_is_too_much(text: str) -> None:
    hidden = f"y = net(images).argmax(1)\n{text}"[:MAX_CELL]
    wanted = {each for each, _, _ in fragments("y = net(images).argmax(1)", code=True)}
    assert wanted <= {each for each, _, _ in fragments(hidden, code=True)}


# --- the page --------------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_three_copies_are_one_group_and_nothing_that_students_wrote_is_obeyed(tmp_path: Path) -> None:
    course = write_course(tmp_path, class_notebook())
    evil = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
    for student in ("<b onclick=x>bob", "eve", "zo\udceb"):
        submit(course, student, solved(course, {"half": f"{LONG}\nx = {evil!r}  # {student}"}))
    for student in ("kim", "lea", "pat", "una", "vic"):
        submit(course, student, solved(course))
    submit(course, "cut", solved(course)).write_text("{")
    course.path("submitted", "none", "a1").mkdir(parents=True)
    found = find_similar(course, "a1", 0.5)
    [group] = groups(found.single)
    assert sorted(group.students) == ["<b onclick=x>bob", "eve", "zo\udceb"]
    assert (len(group.pairs), len(group.links)) == (3, 2)
    assert [student for student, _ in found.problems] == ["cut", "none"]
    write_page(found, tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text()
    elements = Elements(html)
    assert not elements.tags & {"script", "img", "b", "link", "iframe", "a"}
    assert not {name for name in elements.attributes if name.startswith("on") or name in ("src", "href")}
    assert "default-src 'none'" in html
    assert "{{ 7 * 7 }}" in html
    assert "<mark>    seen, queue = {start}, [start]\n</mark>" in html
    assert "a reason to look, not a proof" in html


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    return parser.parse_args(["similarity", *arguments])


def test_the_command_writes_the_page_and_names_whom_it_could_not_read(tmp_path: Path) -> None:
    write_class(tmp_path)
    said = io.StringIO()
    given = options("a1", "--course-dir", str(tmp_path), "--threshold", "0.1")
    assert given.command(given, Console(file=said, width=200)) == 0
    assert "2 submissions compared" in said.getvalue()
    assert "Not compared, or not in full: eve" in said.getvalue()
    assert "Similar submissions: a1" in (tmp_path / "reports" / "similarity-a1.html").read_text()


def test_what_cannot_be_done_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = write_course(tmp_path)
    with pytest.raises(CourseError, match="Nothing was submitted"):
        find_similar(course, "a1", THRESHOLD)
    submit(course, "ada", solved(course))
    found = find_similar(course, "a1", THRESHOLD)
    assert (found.pairs, found.single) == ((), ())
    with pytest.raises(SetupError, match="--output"):
        write_page(found, tmp_path)
    with pytest.raises(SystemExit):
        options("a1", "--threshold", "nan")
    assert "is not a score (0.1 to 0.99)" in capsys.readouterr().err


def test_comparing_does_not_wait_for_torch() -> None:
    script = "import sys, autograder.similarity_page; sys.exit('torch' in sys.modules or 'nbgrader' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
