"""Whole submissions, graded by a real session: every cell at its place, and each fault costs its own exercise only."""

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import SmallCourse, Task, accepting, nbgrader_cell

from autograder.results import Outcome, SubmissionResult
from autograder.sandbox.outputs import MAX_OUTPUTS

DOUBLE = Task("double", "def double(x):\n    return 2 * x", "assert double(3) == 6")
TRIPLE = Task("triple", "def triple(x):\n    return 3 * x", "assert triple(3) == 9")
SQUARE = Task("square", "def square(x):\n    return x * x", "assert square(3) == 9")
ALL = {"double": 2, "triple": 2, "square": 2}


def cell_of(nb: Any, grade_id: str) -> Any:
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def test_the_reference_earns_all_points_and_an_untouched_release_none(course: SmallCourse) -> None:
    small = course.assignment([DOUBLE, TRIPLE, SQUARE])
    assert course.submit(small).scores == ALL
    stub = "# YOUR CODE HERE\nraise NotImplementedError()"
    untouched = course.submit(small, {"double": stub, "triple": stub, "square": stub}, "bob")
    assert untouched.scores == dict.fromkeys(ALL, 0)
    assert {c.outcome for c in untouched.cells.values()} == {Outcome.NOT_ATTEMPTED}


def test_a_wrong_answer_costs_its_own_exercise_only(course: SmallCourse) -> None:
    graded = course.submit(course.assignment([DOUBLE, TRIPLE, SQUARE]), {"triple": "def triple(x): return x"})
    assert graded.scores == ALL | {"triple": 0}
    assert "assert 3 == 9" in graded.cells["triple"].message


def test_a_test_runs_at_its_place_in_the_notebook(course: SmallCourse) -> None:
    """A student may reuse a name further down: what counts is what it was where the test stands."""
    first = Task("first", "x = 1", "assert x == 1")
    second = Task("second", "x = 2", "assert x == 2")
    assert course.submit(course.assignment([first, second])).scores == {"first": 2, "second": 2}


def test_a_test_never_runs_before_the_solution_it_follows_in_the_source(course: SmallCourse) -> None:
    def move_solution_to_the_end(nb: Any) -> None:
        nb.cells.append(nb.cells.pop(0))

    graded = course.submit(course.assignment([DOUBLE, TRIPLE]), change=move_solution_to_the_end)
    assert graded.scores == {"double": 2, "triple": 2}
    assert "test-double" in graded.incidents


def test_a_test_cell_that_the_student_changed_is_the_instructors_again(course: SmallCourse) -> None:
    def soften(nb: Any) -> None:
        cell_of(nb, "test-double").source = "assert True"
        cell_of(nb, "test-double").metadata.nbgrader.points = 100

    graded = course.submit(course.assignment([DOUBLE]), {"double": "def double(x): return x"}, change=soften)
    assert (graded.scores, graded.cells["double"].max_score) == ({"double": 0}, 2)


def test_what_the_student_sees_of_a_failure_is_in_the_executed_notebook(course: SmallCourse) -> None:
    hidden = "assert double(3) == 6\n### BEGIN HIDDEN TESTS\nassert double(-1) == -2, 'negative numbers, too'\n"
    task = Task("double", DOUBLE.solution, hidden + "### END HIDDEN TESTS")
    small = course.assignment([task, TRIPLE])
    graded = course.submit(small, {"double": "def double(x):\n    return abs(2 * x)\nprint('hello')"})
    assert graded.cells["double"].message == "negative numbers, too"
    assert "hello" in str(graded.outputs("double"))
    assert "negative numbers, too" in str(graded.outputs("test-double"))
    assert "passed: 2 of 2 points" in str(graded.outputs("test-triple"))


def test_what_student_code_says_in_a_hidden_part_is_only_in_the_instructors_detail(course: SmallCourse) -> None:
    test = "### BEGIN HIDDEN TESTS\nimport random\nassert double(987654) == 1975308\n### END HIDDEN TESTS"
    spy = "def double(x):\n    print('s' + 'aw', x)\n    raise ValueError(f'input {x}')"
    graded = course.submit(course.assignment([Task("double", DOUBLE.solution, test)]), {"double": spy})
    cell = graded.cells["double"]
    assert cell.auto_score == 0
    assert "987654" not in cell.message
    assert "input 987654" in cell.detail
    assert "saw" not in str(graded.notebook.executed)


# --- the same inputs for the same code -------------------------------------------------------------------------------

TELL = """
import random
import numpy as np
import torch
from autograder.checks import seeded
drawn = [random.random(), float(np.random.rand()), torch.rand(1).item(), torch.rand(1, generator=seeded("x")).item()]
raise AssertionError(str(drawn))
"""


def test_the_same_submission_gets_the_same_inputs_and_a_changed_one_others(course: SmallCourse) -> None:
    small = course.assignment([Task("f", "f = 1", TELL), Task("g", "g = 1", TELL)])
    first, again = (course.submit(small, {"f": "f = 2"}, who).cells for who in ("ada", "bob"))
    changed = course.submit(small, {"f": "f = 3"}, "eve").cells
    numbers = [eval(cells[name].message) for cells in (first, again, changed) for name in ("f", "g")]
    f, g, f_again, g_again, f_changed, _ = numbers
    assert (f, g) == (f_again, g_again)
    assert all(a != b for a, b in zip(f, g, strict=True))
    assert all(a != b for a, b in zip(f, f_changed, strict=True))


def test_a_student_can_not_choose_the_inputs_by_seeding(course: SmallCourse) -> None:
    small = course.assignment([Task("f", "f = 1", TELL)])
    seeding = "import random, numpy, torch\nrandom.seed(1); numpy.random.seed(1); torch.manual_seed(1)\nf = 1"
    drawn = eval(course.submit(small, {"f": seeding}).cells["f"].message)
    assert eval(course.submit(small, {"f": seeding + "\n"}).cells["f"].message) != drawn


# --- files and environment -------------------------------------------------------------------------------------------


def test_the_instructors_files_are_there_on_both_sides_and_win(course: SmallCourse) -> None:
    solution = "from helper import factor\ndef scale(x):\n    return factor * x + int(open('data/add.txt').read())"
    test = (
        "from pathlib import Path\nimport helper\nassert helper.factor == 3 and Path('data/add.txt').read_text() == '1'"
    )
    small = course.assignment(
        [Task("scale", solution, test + "\nassert scale(2) == 7\nassert not Path('own.txt').exists()")],
        files={"helper.py": b"factor = 3", "data/add.txt": b"1"},
    )
    students = {"helper.py": b"factor = 100", "data/add.txt": b"100", "own.txt": b"mine"}
    assert course.submit(small, files=students).scores == {"scale": 2}
    own = "text = open('own.txt').read()\ndef scale(x):\n    return 7 if text == 'mine' else 0"
    assert course.submit(small, {"scale": own}, "bob", files=students).scores == {"scale": 2}


def test_what_a_student_writes_does_not_change_the_files_that_tests_see(course: SmallCourse) -> None:
    task = Task("f", "f = 1", "assert open('expected.txt').read() == 'right'\nassert f == 1")
    small = course.assignment([task], files={"expected.txt": b"right"})
    graded = course.submit(small, {"f": "open('expected.txt', 'w').write('wrong')\nf = 1"})
    assert graded.scores == {"f": 2}


def test_nbgrader_execution_says_autograde_in_the_students_process_and_in_tests(course: SmallCourse) -> None:
    test = "import os\nassert mode == 'autograde' == os.environ['NBGRADER_EXECUTION']"
    small = course.assignment([Task("mode", "import os\nmode = os.environ.get('NBGRADER_EXECUTION')", test)])
    assert course.submit(small).scores == {"mode": 2}


def test_magics_figures_input_and_top_level_await_run_as_in_jupyter(course: SmallCourse) -> None:
    solution = """
%matplotlib inline
import matplotlib.pyplot as plt
plt.plot([1, 2])
words = !echo one two
async def later(): return 4
value = await later()
try: input("name? ")
except EOFError: asked = True
"""
    small = course.assignment([Task("f", solution, "assert value == 4 and list(words) == ['one two'] and asked")])
    graded = course.submit(small)
    assert graded.scores == {"f": 2}, graded.cells["f"].detail
    assert "image/png" in str(graded.outputs("f"))


def test_standard_error_and_warnings_cost_nothing(course: SmallCourse) -> None:
    noisy = "import sys, warnings\nwarnings.warn('w')\nprint('e', file=sys.stderr)\ndef double(x):\n"
    noisy += "    warnings.warn('in')\n    print('in', file=sys.stderr)\n    return 2 * x"
    assert course.submit(course.assignment([DOUBLE]), {"double": noisy}).scores == {"double": 2}


# --- points and whose fault ------------------------------------------------------------------------------------------


def test_partial_credit_and_grader_errors_come_out_as_such(course: SmallCourse) -> None:
    tasks = [
        Task("half", "f = 1", "score = 1.5\nscore if f else 0"),
        Task("too-much", "f = 1", "f\n3"),
        Task("false", "f = 1", "f == 2"),
        Task("no-import", "f = 1", "np.ones(f)"),
        Task("fine", "f = 1", "assert f == 1"),
    ]
    graded = course.submit(course.assignment(tasks))
    assert graded.scores == {"half": 1.5, "too-much": None, "false": None, "no-import": None, "fine": 2}
    left = {name for name, cell in graded.cells.items() if cell.needs_manual_grade}
    assert left == {"too-much", "false", "no-import"}
    assert {graded.cells[name].outcome for name in left} == {Outcome.GRADER_ERROR}


def test_a_name_that_a_failed_earlier_test_should_have_defined_is_not_the_tests_own_fault(course: SmallCourse) -> None:
    first = Task("first", "f = 1", "assert f == 1\nshared = 5")
    second = Task("second", "g = 1", "assert shared == 5 and g == 1")
    graded = course.submit(course.assignment([first, second]), {"first": "f = 2"})
    assert graded.scores == {"first": 0, "second": 0}


def test_a_test_tagged_in_sandbox_runs_in_the_students_process_and_is_reported_as_untrusted(
    course: SmallCourse,
) -> None:
    test = "assert type(box) is Box and vars(box) == {}\n1.5"
    tagged = Task("box", "class Box: pass\nbox = Box()", test, tags=("in-sandbox",))
    small = course.assignment([tagged, DOUBLE])
    graded = course.submit(small)
    assert graded.scores == {"box": 1.5, "double": 2}
    assert (graded.cells["box"].trusted, graded.cells["double"].trusted) == (False, True)
    assert "in-sandbox" in " ".join(graded.notebook.notes)
    wrong = course.submit(small, {"box": "class Box: pass\nbox = 3"}, "bob")
    assert wrong.scores == {"box": 0, "double": 2}


def test_a_cell_without_an_answer_that_a_person_grades_is_left_to_the_person(course: SmallCourse) -> None:
    small = course.assignment([DOUBLE])
    graded = course.submit(small)
    [ungraded] = [c for c in graded.notebook.cells if c.grade_id == "double"]
    assert (ungraded.max_score, ungraded.comment) == (0, None)


def test_a_notebook_that_was_not_handed_in_scores_zero(course: SmallCourse) -> None:
    small = course.assignment([DOUBLE])
    (course.root / "submitted" / "ada" / small.name).mkdir(parents=True)
    graded = course.grade(small)
    assert graded.notebook.missing
    assert graded.scores == {"double": 0}


def test_a_file_that_is_no_notebook_is_an_error_of_that_submission_only(course: SmallCourse) -> None:
    small = course.assignment([DOUBLE])
    course.submit(small, student="bob")
    folder = course.root / "submitted" / "ada" / small.name
    folder.mkdir(parents=True)
    (folder / "work.ipynb").write_text("<html>not a notebook</html>")
    results = {r.student: r for r in course.session.grade(small, course.course.submissions(small.name))}
    assert "web page" in (results["ada"].error or "")
    assert results["bob"].score == 2


def test_an_unchanged_submission_is_not_graded_twice_and_its_record_survives_json(course: SmallCourse) -> None:
    small = course.assignment([DOUBLE])
    first = course.submit(small).result
    again = course.submit(small).result
    assert (first.kept, again.kept) == (False, True)
    assert again.notebooks == first.notebooks
    assert SubmissionResult.from_json(first.to_json()) == first
    assert not course.submit(small, {"double": "def double(x): return x"}).result.kept


def test_grading_without_isolation_works_and_is_reported(course: SmallCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    small = course.assignment([DOUBLE])
    assert course.submit(small).result.warnings == ()
    monkeypatch.setattr(course.session, "isolation", "none")
    graded = course.submit(small)
    assert graded.scores == {"double": 2}
    assert "without isolation" in graded.result.warnings[0]
    assert not graded.result.kept  # a result without isolation never stands for one with it


def test_several_submissions_at_a_time_get_what_each_deserves(
    course: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = course.assignment([DOUBLE, TRIPLE])
    for number in range(4):
        wrong = {"double": f"def double(x): return {number}"} if number % 2 else {}
        course.submit(small, wrong, f"s{number}")
    monkeypatch.setattr(course.session, "workers", 2)
    monkeypatch.setattr(course.session, "options", type(course.session.options)(workers=2, force=True))
    results = course.session.grade(small, course.course.submissions(small.name))
    assert {r.student: r.score for r in results} == {"s0": 4, "s1": 2, "s2": 4, "s3": 2}


# --- one bad cell costs its own exercise only ------------------------------------------------------------------------

FATAL = {
    "infinite loop": "while True: pass",
    "infinite loop that ignores the interrupt": (
        "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass"
    ),
    "os._exit": "import os\nos._exit(0)",
    "sys.exit": "import sys\nsys.exit(1)",
    "segmentation fault": "import ctypes\nctypes.string_at(0)",
    "kill -9 of itself": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\nos.kill(-1, 9)",
    "30 GB at once": "import numpy as np\nbad = np.ones(30 * 2**30 // 8)",
    "30 GB by and by": "bad = []\nwhile True: bad.append(bytearray(b'1' * (64 << 20)))",
    "more memory in many processes than one may have": (
        "import os, time\nfor _ in range(9):\n    if os.fork() == 0:\n"
        "        bad = bytearray(b'1' * (300 << 20))\n        time.sleep(60)\n        os._exit(0)\ntime.sleep(60)"
    ),
    "fork bomb": "import os\nfor _ in range(200):\n    try: os.fork()\n    except OSError: pass",
    "thread bomb": (
        "import threading, time\nfor _ in range(200):\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"
    ),
    "1 GB printed": "for _ in range(1000): print('x' * 1_000_000)",
    "1 GB written": "import os\nfor _ in range(1000): os.write(1, b'x' * 1_000_000)",
    "1 GB in a file": "with open('big', 'wb') as f:\n    for _ in range(1000): f.write(bytes(1_000_000))",
    "network connection": "import socket\nsocket.create_connection(('127.0.0.1', {port}), 5)",
    "another submission": "open('/proc/1/root/{other}').read()",
    "recursion": "def again(): return again()\nagain()",
    "recursion into the end of the stack": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef again(): return sorted([1], key=lambda _: again())\nagain()"
    ),
    "syntax error": "def (",
}
LIMITS = {"cell_seconds": 2.5, "memory_mb": 2000, "processes": 50, "file_mb": 64, "output_bytes": 100_000}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with accepting() as number:
        yield number


@pytest.mark.parametrize("fatal", FATAL.values(), ids=FATAL)
def test_a_bad_cell_costs_only_its_own_exercise(course: SmallCourse, port: int, fatal: str) -> None:
    small = course.assignment([DOUBLE, TRIPLE, SQUARE], setup="offset = 10", limits=LIMITS)
    other = course.root / "submitted" / "bob" / small.name / "work.ipynb"
    course.submit(small, student="bob")
    answers = {
        "double": "state = [1]\ndef double(x): return 2 * x + 0 * offset",
        "triple": fatal.replace("{other}", str(other)).replace("{port}", str(port)) + "\ndef triple(x): return 3 * x",
        "square": "def square(x): return x * x * state[0]",
    }
    graded = course.submit(small, answers)
    harmless = ("fork", "GB printed", "GB written", "thread")  # refused or cut, and then the cell went on
    assert graded.scores["double"] == graded.scores["square"] == 2, graded.incidents
    if graded.scores["triple"]:
        assert any(kind in name for kind in harmless for name, code in FATAL.items() if code == fatal)
    assert len(str(graded.outputs("triple"))) < 400_000


@pytest.mark.parametrize("name", ["infinite loop", "os._exit", "segmentation fault", "30 GB by and by"])
def test_a_function_that_is_fatal_when_called_costs_only_its_own_exercise(course: SmallCourse, name: str) -> None:
    small = course.assignment([DOUBLE, TRIPLE, SQUARE], limits=LIMITS)
    body = "\n".join("    " + line for line in FATAL[name].splitlines())
    graded = course.submit(
        small, {"double": "kept = [2]\ndef double(x): return kept[0] * x", "triple": f"def triple(x):\n{body}"}
    )
    assert graded.scores == ALL | {"triple": 0}
    assert graded.cells["triple"].message
    if name in ("os._exit", "segmentation fault"):  # the others were interrupted, or refused: the process lived on
        assert "test-triple" in graded.incidents


def test_outputs_are_limited_in_number_and_the_error_after_them_is_kept(course: SmallCourse) -> None:
    many = "for i in range(5000):\n    display(i)\n1 / 0"
    outputs = course.submit(course.assignment([DOUBLE]), {"double": many}).outputs("double")
    assert len(outputs) == MAX_OUTPUTS
    assert outputs[-1]["ename"] == "ZeroDivisionError"
    assert outputs[-3]["data"]["text/plain"] == str(MAX_OUTPUTS - 3)


def test_the_cells_before_a_fatal_one_are_replayed_without_it(course: SmallCourse) -> None:
    tasks = [Task("a", "log = ['a']", "assert log == ['a']"), Task("b", "log += ['b']", "assert log == ['a', 'b']")]
    tasks += [Task("c", "log += ['c']", "assert log == ['a', 'b', 'c']")]
    graded = course.submit(course.assignment(tasks), {"b": "log += ['b']\nimport os\nos._exit(0)"})
    # What `b` had done is gone with the process, and `c` is judged on what it does itself.
    assert graded.scores == {"a": 2, "b": 0, "c": 0}
    tasks[2] = Task("c", "log += ['c']", "assert log == ['a', 'c']")
    assert course.submit(course.assignment(tasks), {"b": "import os\nos._exit(0)"}).scores == {"a": 2, "b": 0, "c": 2}


def test_the_time_of_a_submission_is_limited_and_what_was_earned_stays(course: SmallCourse) -> None:
    limits = {"submission_seconds": 3, "cell_seconds": 2}
    slow = "import time\ntime.sleep(1.7)\n"
    answers = {"double": DOUBLE.solution, "triple": slow + TRIPLE.solution, "square": slow * 2 + SQUARE.solution}
    graded = course.submit(course.assignment([DOUBLE, TRIPLE, SQUARE], limits=limits), answers)
    assert graded.scores == ALL | {"square": 0}


def test_a_cell_may_have_limits_of_its_own(course: SmallCourse) -> None:
    small = course.assignment([DOUBLE, TRIPLE], limits={"cell_seconds": 1})
    settings = course.course.settings
    settings.cell_limits = {f"{small.name}/triple": {"cell_seconds": 20}}
    slow = "import time\ntime.sleep(2)\n"
    graded = course.submit(
        course.course.assignment(small.name), {"double": slow + DOUBLE.solution, "triple": slow + TRIPLE.solution}
    )
    assert graded.scores == {"double": 0, "triple": 2}


def test_cells_of_the_students_own_run_at_their_place(course: SmallCourse) -> None:
    def insert(nb: Any) -> None:
        nb.cells.insert(0, nbgrader_cell("helper = 2", "extra"))
        nb.cells[0].metadata.pop("nbgrader")

    answers = {"double": "def double(x): return helper * x"}
    assert course.submit(course.assignment([DOUBLE]), answers, change=insert).scores == {"double": 2}
