import hashlib
import re
import stat
from pathlib import Path

import nbformat
import pytest
from nb_course import DOCS_COURSE, by_id, cell, docs_course, run_nbgrader, source_notebook, write_course
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import text

from autograder.course import Course, load_course
from autograder.errors import CourseError
from autograder.release import check_release, release


def tree(folder: Path) -> dict[str, str]:
    """Hashes of all files below a folder."""
    paths = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def test_what_is_released_is_what_nbgrader_would_release(tmp_path: Path) -> None:
    ours, theirs = docs_course(tmp_path / "ours"), docs_course(tmp_path / "theirs")
    release(ours, "ps1")
    run_nbgrader(theirs, "generate_assignment", "ps1")
    folders = [course.path("release", ".", "ps1") for course in (ours, theirs)]
    assert tree(folders[0]).keys() == tree(folders[1]).keys() == {"jupyter.png", "problem1.ipynb", "problem2.ipynb"}
    for name in ("problem1", "problem2"):
        cells = [nbformat.read(folder / f"{name}.ipynb", as_version=4).cells for folder in folders]
        without_ids = [[{k: v for k, v in c.items() if k != "id"} for c in found] for found in cells]
        assert without_ids[0] == without_ids[1]
    rows = []
    for course in (ours, theirs):
        with Gradebook(course.db_url) as gradebook:
            notebooks = gradebook.find_assignment("ps1").notebooks
            rows.append(
                {
                    (n.name, c.name, c.source, c.checksum, c.locked, c.cell_type)
                    for n in notebooks
                    for c in n.source_cells
                }
                | {(n.name, c.name, c.max_score) for n in notebooks for c in [*n.grade_cells, *n.task_cells]}
                | {(n.name, n.kernelspec) for n in notebooks}
                | {("schema", gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one())}
            )
    assert rows[0] == rows[1]


def test_a_release_is_the_same_every_time_and_checks_clean(tmp_path: Path) -> None:
    course = docs_course(tmp_path)
    folder = release(course, "ps1")
    first = tree(folder)
    assert check_release(course, "ps1") == []
    assert tree(release(load_course(tmp_path), "ps1")) == first
    modes = {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}
    assert modes == {0o644}


def test_checking_says_what_differs_and_writes_nothing(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    (tmp_path / "source" / "a1" / "helper.py").write_text("x = 1\n")
    before = tree(tmp_path)
    assert len(check_release(course, "a1")) == 2
    assert tree(tmp_path) == before, "nothing was released, no gradebook made"
    folder = release(course, "a1")
    nb = nbformat.read(folder / "n1.ipynb", as_version=4)
    nb.cells[4].source = "double(7)"
    nbformat.write(nb, folder / "n1.ipynb")
    (folder / "helper.py").unlink()
    (folder / "answers.txt").write_text("")
    before = tree(tmp_path)
    found = [line.removeprefix(f"{folder}/") for line in check_release(course, "a1")]
    assert found == [
        "helper.py is missing",
        "answers.txt is not made of source/",
        "n1.ipynb is not what source/ gives (first in cell 4)",
    ]
    assert tree(tmp_path) == before


def test_answers_beside_the_source_are_never_released(tmp_path: Path) -> None:
    course = write_course(tmp_path)  # without the ignore patterns of our own course_config.py
    for name in ("wrong_answers/double.py", "right_answers/double.py"):
        path = tmp_path / "source" / "a1" / name
        path.parent.mkdir()
        path.write_text("def double(x): return 2 * x")
    folder = release(course, "a1")
    assert tree(folder).keys() == {"n1.ipynb"}
    assert check_release(course, "a1") == []


def test_the_repository_is_filled_in_and_must_be_set(tmp_path: Path) -> None:
    nb = source_notebook()
    nb.cells[0].source = "[Open](https://colab.example/{{repository}}/x)"
    with pytest.raises(CourseError, match=r"set c\.Autograder\.repository"):
        release(write_course(tmp_path / "unset", nb), "a1")
    course = write_course(tmp_path / "set", nb, config="c.Autograder.repository = 'me/course'")
    released = nbformat.read(release(course, "a1") / "n1.ipynb", as_version=4)
    assert released.cells[0].source == "[Open](https://colab.example/me/course/x)"
    assert check_release(course, "a1") == []


def leaking(kind: str) -> tuple[NotebookNode, str]:
    """A source notebook and configuration of which something would reach students."""
    nb = source_notebook()
    steps = "c.GenerateAssignment.preprocessors = ['nbgrader.preprocessors.SaveCells']\n"
    if kind == "hidden test":
        return nb, steps
    if kind == "stray marker":
        nb.cells[4].source = "# see END SOLUTION above"
    elif kind == "grader import":
        by_id(nb, "test_half").source = "from autograder.checks import close\nclose(half(1), 0.5)"
    elif kind == "stray grader import":
        nb.cells.append(cell("code", "x = 1\n  import autograder as ag"))
    elif kind == "mark scheme":
        nb.cells[9].source = "Why?\n END MARK SCHEME"
    elif kind == "outputs":
        nb.cells[4].outputs = [nbformat.v4.new_output("stream", text="2")]
        return nb, "from nbgrader.preprocessors import ClearOutput\nc.ClearOutput.enabled = False"
    return nb, ""


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("hidden test", r"cell 5 \(test_double\) holds 'BEGIN HIDDEN TESTS'"),
        ("grader import", r"cell 8 \(test_half\) holds an import of autograder"),
        ("stray grader import", r"cell 12 \(no grade_id\) holds an import of autograder"),
        ("outputs", r"cell 4 \(no grade_id\) holds outputs"),
    ],
)
def test_nothing_is_released_that_students_must_not_see(tmp_path: Path, kind: str, message: str) -> None:
    nb, config = leaking(kind)
    course = write_course(tmp_path, nb, config)
    with pytest.raises(CourseError, match=message):
        release(course, "a1")
    with pytest.raises(CourseError, match=message):
        check_release(course, "a1")
    assert not (tmp_path / "release").exists()


def test_helper_modules_are_searched_for_leaks_too(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    (tmp_path / "source" / "a1" / "helper.py").write_text("### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n")
    with pytest.raises(CourseError, match=r"helper\.py must not be released"):
        release(course, "a1")


def test_due_dates_of_the_configuration_reach_the_gradebook(tmp_path: Path) -> None:
    def due(course: Course) -> str:
        release(course, "a1")
        with Gradebook(course.db_url) as gradebook:
            return str(gradebook.find_assignment("a1").duedate)

    config = "c.Autograder.assignments = [{'name': 'a1', 'duedate': '%s'}]"
    assert due(write_course(tmp_path, config=config % "2027-02-01 13:00:00 +0200")) == "2027-02-01 11:00:00"
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n" + config % "2027-03-01 12:00:00 UTC")
    assert due(load_course(tmp_path)) == "2027-03-01 12:00:00"
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n" + config % "next week")
    with pytest.raises(CourseError, match="duedate of a1 is no date"):
        due(load_course(tmp_path))


def test_the_gradebook_can_be_made_where_alembic_is_not_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    release(write_course(tmp_path), "a1")
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as gradebook:
        version = gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        assert version in {path.name.split("_")[0] for path in Path(ALEMBIC_DIR, "versions").iterdir()}
        assert [n.name for n in gradebook.find_assignment("a1").notebooks] == ["n1"]


def test_the_headers_of_a_course_are_released_with_fixed_cell_ids(tmp_path: Path) -> None:
    config = "c.IncludeHeaderFooter.header = 'source/header.ipynb'"
    course = write_course(tmp_path, config=config)
    (tmp_path / "source" / "header.ipynb").write_bytes((DOCS_COURSE / "source" / "header.ipynb").read_bytes())
    folder = release(course, "a1")
    first = (folder / "n1.ipynb").read_text()
    assert re.search("Before you turn this problem in", first)
    release(course, "a1")
    assert (folder / "n1.ipynb").read_text() == first


def test_adding_a_cell_after_submissions_were_recorded_is_refused_by_name(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    release(course, "a1")
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("a1", "ada")
    nb = source_notebook()
    nb.cells.append(cell("code", "assert True", "test_more", 1, grade=True, locked=True))
    (tmp_path / "source" / "a1" / "n1.ipynb").write_text(nbformat.writes(nb))
    with pytest.raises(CourseError, match="Cannot add or remove cells for notebook 'n1'"):
        release(load_course(tmp_path), "a1")
