"""The zip for Gradescope, run in a folder laid out like theirs."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import pytest
from small_course import write_class

from autograder.course import Course, load_course
from autograder.errors import CourseError
from autograder.gradescope import build_zip, pinned_versions

CANARY = "canary-5f1b"  # in everything that must stay at home
CONFIG = f"""
c.CourseDirectory.db_url = "sqlite:///{CANARY}.db"
c.Autograder.cell_limits = {{"a1/test_half": {{"cell_seconds": 7}}}}
c.Autograder.isolation = "none"
"""
# A user namespace of its own, in which no further ones may be made: as in Docker with its default profile.
REFUSING = ("unshare", "--user", "--map-user=1000", "--keep-caps", "sh", "-c",
            'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"', "sh")  # fmt: skip
# https://gradescope-autograders.readthedocs.io, "Autograder Specifications"
FIELDS = {"score", "execution_time", "output", "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard",
          "output_format", "test_output_format", "test_name_format"}  # fmt: skip
TEST_FIELDS = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags",
               "visibility", "extra_data"}  # fmt: skip


class Run(NamedTuple):
    """What Gradescope gets: for students, and (the output) for instructors."""

    results: dict[str, Any]
    stdout: str

    def test(self, grade_id: str) -> dict[str, Any]:
        """The one test of a graded cell."""
        [found] = [test for test in self.results["tests"] if test["name"].endswith(f"({grade_id})")]
        return dict(found)


class Container:
    """A folder like Gradescope's /autograder."""

    def __init__(self, root: Path, data: bytes) -> None:
        self.root = root
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(root / "source")
            mode = archive.getinfo("run_autograder").external_attr >> 16
        script = root / "run_autograder"
        script.write_bytes((root / "source" / "run_autograder").read_bytes())
        script.chmod(mode)
        (root / "submission").mkdir()
        (root / "submission_metadata.json").write_text('{"id": 1, "users": [{"email": "ada@example.org"}]}')

    def run(self, notebook: Path, prefix: Sequence[str] = (), python: str = sys.executable) -> Run:
        """Grades a submission; this environment's Python stands in for the one that setup.sh installs."""
        (self.root / "submission" / "n1.ipynb").write_bytes(notebook.read_bytes())
        environment = {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(self.root), "PYTHON": python}
        command = [*prefix, str(self.root / "run_autograder")]
        done = subprocess.run(command, cwd=self.root, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        results = json.loads((self.root / "results" / "results.json").read_text())
        assert set(results) <= FIELDS
        assert all(set(test) <= TEST_FIELDS for test in results["tests"])
        assert results["stdout_visibility"] == "hidden"
        return Run(results, done.stdout)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    course = write_class(root, CONFIG)
    for name in (".autograder/secret", "gradebook.db", "source/a1/wrong_answers/half.py", "autograded/ada/a1/n1.ipynb"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(CANARY)
    (root / "source" / "a1" / "helper.py").write_text("HELP = 1\n")
    return course


@pytest.fixture(scope="module")
def container(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Container:
    return Container(tmp_path_factory.mktemp("autograder"), build_zip(course, "a1", "namespaces", "after_due_date"))


def submission(course: Course, student: str) -> Path:
    return course.path("submitted", student, "a1") / "n1.ipynb"


def test_the_zip_holds_the_grader_and_the_assignment_and_nothing_that_must_stay_at_home(container: Container) -> None:
    source = container.root / "source"
    files = {path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()}
    assert not [name for name, content in files.items() if CANARY.encode() in content]
    assert {name for name in files if name.startswith("course/")} == {
        "course/nbgrader_config.json",
        "course/source/a1/n1.ipynb",
        "course/source/a1/helper.py",
    }
    assert b"BEGIN HIDDEN TESTS" in files["course/source/a1/n1.ipynb"]
    taken = load_course(source / "course").assignment("a1")
    assert taken.cell_limits["test_half"].cell_seconds == 7
    assert os.access(container.root / "run_autograder", os.X_OK)
    for script in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", source / script], check=True)
    assert files["constraints.txt"].decode().count("torch==") == 1
    assert b"rich\n" in files["requirements.txt"]
    assert files["pip.conf"] == b""


def test_all_that_this_package_needs_is_pinned_without_the_names_of_builds() -> None:
    pins = pinned_versions()
    assert {"torch", "nbgrader", "SQLAlchemy"} <= {name if name != "sqlalchemy" else "SQLAlchemy" for name in pins}
    assert not [version for version in pins.values() if "+" in version]
    assert "ruff" not in pins  # an extra


def test_a_perfect_submission_gets_its_points_and_a_person_the_rest(course: Course, container: Container) -> None:
    run = container.run(submission(course, "ada"))
    assert run.results["score"] == 6
    assert run.results["visibility"] == "after_due_date"
    assert "2 exercises wait for a person" in run.results["output"]
    assert run.test("test_double") == {
        "number": "1.1",
        "name": "Double it (test_double)",
        "score": 2,
        "max_score": 2,
        "status": "passed",
        "output": "",
    }
    # Neither 0 nor full: no score at all.
    for grade_id in ("test_wrong", "why"):
        assert not {"score", "max_score", "status"} & set(run.test(grade_id))
    assert "no_such_module" in run.stdout
    assert "no_such_module" not in json.dumps(run.results)
    assert "isolation" not in run.stdout  # course_config.py's own "none" does not count here


def test_an_unreadable_submission_is_told_what_to_do(course: Course, container: Container) -> None:
    run = container.run(submission(course, "eve"))
    assert run.results["score"] == 0
    assert "n1.ipynb is cut off in the middle" in run.results["output"]
    assert "Ask for the notebook again" in run.results["output"]
    assert str(container.root) not in json.dumps(run.results)


def test_where_sandboxes_are_refused_nobody_gets_a_silent_zero(course: Course, container: Container) -> None:
    run = container.run(submission(course, "ada"), REFUSING)
    assert run.results["output"].startswith("THIS IS NOT A GRADE")
    assert "/proc/sys/user/max_user_namespaces" in run.results["output"]
    assert run.results["visibility"] == "visible"
    assert [test["name"] for test in run.results["tests"]] == ["The grader itself failed"]
    assert "IsolationError" in run.stdout


def test_a_zip_built_without_isolation_grades_there_and_shows_students_no_hidden_test(
    course: Course, tmp_path: Path
) -> None:
    container = Container(tmp_path, build_zip(course, "a1", "none", "visible", "https://index.example/cpu"))
    run = container.run(submission(course, "bob"), REFUSING)
    assert "Graded without isolation" in run.stdout
    assert run.results["score"] == 1
    assert run.test("test_double")["status"] == "failed"
    assert run.test("test_double")["output"] == "negative numbers"
    assert (run.test("test_tier")["score"], run.test("test_tier")["max_score"]) == (1, 3)
    assert "double(-3)" in run.stdout
    assert "double(-3)" not in json.dumps(run.results)


def test_a_grader_that_cannot_even_start_leaves_a_result_that_says_so(course: Course, container: Container) -> None:
    run = container.run(submission(course, "ada"), python="false")
    assert run.results["output"].startswith("THIS IS NOT A GRADE")
    assert "exit status 1" in run.results["output"]


def test_a_course_that_needs_more_than_the_zip_takes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "source" / "header.ipynb")
    course = write_class(tmp_path, "c.IncludeHeaderFooter.header = 'source/header.ipynb'")
    with pytest.raises(CourseError, match="cannot be taken to Gradescope"):
        build_zip(course, "a1", "namespaces", "visible")
