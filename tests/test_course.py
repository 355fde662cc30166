import os
import stat
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import nbformat
import pytest
from nb_course import DOCS_COURSE, NBGRADER_FILES, cell, docs_course, run_nbgrader, source_notebook, write_course
from nbgrader.api import Gradebook

from autograder.course import Course, Limits, load_course
from autograder.errors import CourseError
from autograder.settings import course_secret


def test_a_folder_without_configuration_is_a_course_with_nbgraders_defaults(tmp_path: Path) -> None:
    course = docs_course(tmp_path)
    assert course.assignments() == ("ps1",)
    assert [s.student for s in course.submissions("ps1")] == ["bitdiddle", "hacker"]
    assert course.db_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert [p.name for p in course.files("ps1")] == ["jupyter.png"]
    assert course.assignment("ps1").limits == Limits()


def test_what_is_read_of_a_notebook_is_what_nbgrader_records_of_it(tmp_path: Path) -> None:
    course = docs_course(tmp_path)
    run_nbgrader(course, "generate_assignment", "ps1")
    with Gradebook(course.db_url) as gradebook:
        for notebook in course.assignment("ps1").notebooks:
            row = gradebook.find_notebook(notebook.name, "ps1")
            assert notebook.checksums == {c.name: c.checksum for c in row.source_cells}
            graded = {c.name: c.max_score for c in [*row.grade_cells, *row.task_cells]}
            assert {e.grade_id: e.points for e in notebook.exercises} == graded
            path = course.path("release", ".", "ps1") / f"{notebook.name}.ipynb"
            released = nbformat.read(path, as_version=4).cells
            assert [c.source for c in notebook.student.cells] == [c.source for c in released]


def test_exercises_carry_their_header_and_the_solution_they_follow(tmp_path: Path) -> None:
    [notebook] = write_course(tmp_path).assignment("a1").notebooks
    found = [(e.grade_id, e.title, e.points, e.manual, e.solution_id) for e in notebook.exercises]
    assert found == [
        ("test_double", "Double it", 2.0, False, "double"),
        ("test_half", "Halve it", 1.0, False, "half"),
        ("why", "Halve it", 3.0, True, None),
        ("essay", "Halve it", 2.0, True, None),
    ]
    assert notebook.released["double"].endswith("# YOUR CODE HERE\n    raise NotImplementedError()")
    assert "HIDDEN" in notebook.cells[5].source
    assert "HIDDEN" not in notebook.released["test_double"]


def test_the_course_folders_configuration_counts_and_not_the_current_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = tmp_path / "here", tmp_path / "there[1]"
    write_course(here, config='c.CourseDirectory.course_id = "here"\nc.Autograder.threads = 7')
    (there / "in" / "class" / "a1").mkdir(parents=True)
    (there / "in" / "class" / "a1" / "n1.ipynb").write_text(nbformat.writes(source_notebook()))
    (there / "handed-in" / "ada" / "a1").mkdir(parents=True)
    (there / "nbgrader_config.py").write_text('c = get_config()\nload_subconfig("more.py")\nimport helper_beside_it')
    (there / "helper_beside_it.py").write_text("")
    (there / "more.py").write_text(
        "c = get_config()\n"
        'c.CourseDirectory.course_id = "there"\n'
        'c.CourseDirectory.source_directory = "in"\n'
        'c.CourseDirectory.submitted_directory = "handed-in"\n'
        'c.CourseDirectory.directory_structure = "{nbgrader_step}/{student_id}/{assignment_id}"\n'
        'c.CourseDirectory.db_url = "sqlite:////tmp/elsewhere.db"\n'
    )
    (there / "in" / "class").rename(there / "in" / "x")
    (there / "in" / "x" / "a1").rename(there / "in" / "a1")
    monkeypatch.chdir(here)
    course = load_course(there)
    assert (course.course_id, course.db_url) == ("there", "sqlite:////tmp/elsewhere.db")
    assert course.settings.threads == 1
    assert course.assignments() == ("a1",)
    assert [s.folder for s in course.submissions("a1")] == [there / "handed-in" / "ada" / "a1"]
    assert load_course(Path()).course_id == "here"


def test_each_course_of_a_process_has_the_modules_beside_it(tmp_path: Path) -> None:
    config = "import rules.late\nimport late_policy\nc.AssignLatePenalties.plugin_class = 'late_policy.Policy'"
    courses = {}
    for name in ("one", "two"):
        (tmp_path / name / "rules").mkdir(parents=True)
        (tmp_path / name / "rules" / "__init__.py").touch()
        (tmp_path / name / "rules" / "late.py").write_text(f"course = {name!r}")
        (tmp_path / name / "late_policy.py").write_text(
            "from nbgrader.plugins import BasePlugin\nimport rules.late\n"
            "class Policy(BasePlugin):\n    course = rules.late.course"
        )
        courses[name] = write_course(tmp_path / name, config=config)
    found = {name: course.config.AssignLatePenalties.plugin_class.course for name, course in courses.items()}
    assert found == {"one": "one", "two": "two"}
    assert [str(tmp_path / name) in sys.path for name in courses] == [False, True]


def test_submissions_are_found_by_the_courses_directory_structure(tmp_path: Path) -> None:
    config = 'c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"'
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{config}")
    for student in ("ada", "b.o b"):
        (tmp_path / "a1" / "submitted" / student).mkdir(parents=True)
    course = load_course(tmp_path)
    assert [s.student for s in course.submissions("a1")] == ["ada", "b.o b"]
    assert [s.student for s in course.submissions("a1", ["b.o b"])] == ["b.o b"]
    with pytest.raises(CourseError, match="No submission of a1 by eve"):
        course.submissions("a1", ["ada", "eve"])


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("raise ValueError('typo')", "typo"),
        ("c.Autograder.device = 'tpu'", "device"),
        ("import sys; sys.exit(3)", "does not load"),
        ("c.AssignLatePenalties.plugin_class = 'no_such_policy.P'", "AssignLatePenalties.*No module named 'no_such"),
        ("c.AssignLatePenalties.plugin_class = 'math.Policy'", "AssignLatePenalties.*Policy"),
    ],
)
def test_a_configuration_that_does_not_load_is_the_courses_fault(tmp_path: Path, config: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        write_course(tmp_path, config=config)


def test_limits_narrow_from_course_to_assignment_to_cell(tmp_path: Path) -> None:
    config = (
        "c.Autograder.limits = {'cell_seconds': 5, 'memory_mb': 100}\n"
        "c.Autograder.assignment_limits = {'a1': {'memory_mb': 200}, 'a2': {'memory_mb': 1}}\n"
        "c.Autograder.cell_limits = {'a1/test_half': {'cell_seconds': 9}, 'a2/test_half': {'cell_seconds': 1}}\n"
    )
    assignment = write_course(tmp_path, config=config).assignment("a1")
    assert assignment.limits == Limits(cell_seconds=5, memory_mb=200)
    assert assignment.cell_limits == {"test_half": Limits(cell_seconds=9, memory_mb=200)}


@pytest.mark.parametrize(
    "limits", [{"cell_second": 5}, {"memory_mb": 0}, {"memory_mb": "4G"}, {"processes": True}, {"gpu_fraction": 1.5}]
)
def test_a_limit_that_is_none_is_refused(tmp_path: Path, limits: dict[str, object]) -> None:
    course = write_course(tmp_path, config=f"c.Autograder.limits = {limits!r}")
    with pytest.raises(CourseError, match=next(iter(limits))):
        course.assignment("a1")


@pytest.mark.parametrize("name", ["a2", "", "..", "*", "a1/..", "a/1"])
def test_an_assignment_that_is_not_there_names_those_that_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError, match="there are a1"):
        write_course(tmp_path).assignment(name)


def broken_source(kind: str) -> str:
    nb = source_notebook()
    if kind == "duplicate":
        nb.cells.append(cell("code", "1", "test_half", 1, grade=True, locked=True))
    elif kind == "metadata":
        del nb.cells[5].metadata.nbgrader["points"]
    elif kind == "unclosed":
        nb.cells[3].source = DOUBLE_WITHOUT_END
    elif kind == "misplaced":
        nb.cells[4].source = "### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS"
    elif kind == "old":
        return (NBGRADER_FILES / "test-v2.ipynb").read_text()
    elif kind == "new":
        return (NBGRADER_FILES / "too-new.ipynb").read_text()
    elif kind == "text":
        return "print(1)"
    return nbformat.writes(nb)


DOUBLE_WITHOUT_END = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("duplicate", "Duplicate grade id: test_half"),
        ("metadata", "'test_double' does not have points"),
        ("unclosed", "no end solution statement"),
        ("misplaced", "Hidden test region detected in a non-grade cell"),
        ("old", r"nbgrader update .*a1"),
        ("new", "Update nbgrader"),
        ("text", "not a notebook"),
    ],
)
def test_a_source_that_cannot_be_released_says_where_and_why(tmp_path: Path, kind: str, message: str) -> None:
    course = write_course(tmp_path)
    (tmp_path / "source/a1/n1.ipynb").write_text(broken_source(kind))
    with pytest.raises(CourseError, match=message) as raised:
        course.assignment("a1")
    assert "n1.ipynb" in str(raised.value)


def test_answers_and_ignored_files_are_no_files_of_the_assignment(tmp_path: Path) -> None:
    course = write_course(tmp_path, config="c.CourseDirectory.ignore = ['data']")
    for name in ("helper.py", "sub/table.csv", "data/big.bin", "wrong_answers/double.py", "right_answers/half.py"):
        path = tmp_path / "source" / "a1" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    folder = course.assignment("a1").folder
    assert [p.relative_to(folder).as_posix() for p in course.files("a1")] == ["helper.py", "sub/table.csv"]


def test_the_secret_is_made_once_also_by_many_processes_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "course" / ".autograder" / "secret"
    with get_context("spawn").Pool(4) as pool:
        found = set(pool.map(course_secret, [path] * 16))
    assert len(found) == 1
    assert found == {course_secret(path)}
    assert len(found.pop()) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["secret"]


def test_a_damaged_secret_stops_grading_instead_of_seeding_it(tmp_path: Path) -> None:
    course = write_course(tmp_path, config="c.Autograder.secret_file = 'key'")
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(CourseError, match="5 bytes instead of 32"):
        course.secret()


def test_loading_a_course_leaves_pytorch_alone() -> None:
    code = (
        "import sys; from pathlib import Path; from autograder.course import load_course\n"
        f"load_course(Path({str(DOCS_COURSE)!r})).assignment('ps1')\n"
        "assert 'torch' not in sys.modules"
    )
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, cwd=root)


def test_this_repositorys_own_configuration_loads() -> None:
    course = load_course(Path(__file__).parents[1])
    assert isinstance(course, Course)
    assert {entry["name"] for entry in course.settings.assignments} >= set(course.assignments())
    assert {"wrong_answers", "right_answers", ".ipynb_checkpoints"} <= set(course.directory.ignore)
