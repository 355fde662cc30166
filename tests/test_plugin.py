"""The pytest plugin in real runs: what is collected, what a failure shows, pytest's own options, what is refused."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from small_course import add_twins, copy_course, write_class

from autograder.course import Course, load_course
from autograder.gradebook import scores

pytest_plugins = "pytester"


@dataclass(frozen=True)
class Run:
    """A finished run of pytest over a class, and the course it left behind."""

    course: Course
    status: int
    output: str

    @property
    def lines(self) -> pytest.LineMatcher:
        return pytest.LineMatcher(self.output.splitlines())


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``pytest submitted/`` over a class that was never graded before."""
    course = write_class(tmp_path_factory.mktemp("class"))
    add_twins(course)
    command = [sys.executable, "-m", "pytest", "submitted", "-v", "-ra", "--workers", "2", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command,
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COLUMNS": "160", "PYTEST_ADDOPTS": ""},
    )
    return Run(course, done.returncode, done.stdout + done.stderr)


@pytest.fixture
def again(graded: Run, pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with a copy of the graded course: its results are kept, so that a run takes little."""
    copy_course(graded.course, pytester.path)
    return pytester


def test_each_graded_cell_of_each_submission_is_an_item(graded: Run) -> None:
    assert graded.status == pytest.ExitCode.TESTS_FAILED
    graded.lines.fnmatch_lines_random([
        "submitted/ada/a1::test_double PASSED*",
        "submitted/ada/a1::test_half PASSED*",
        "submitted/ada/a1::test_tier PASSED*",
        "submitted/bob/a1::test_double FAILED*",
        "submitted/bob/a1::test_half FAILED*",
        "*= 11 failed, 4 passed, 2 skipped in *",
    ])  # fmt: skip


def test_a_failure_shows_the_authors_message_and_pytests_introspection(graded: Run) -> None:
    shown = [
        "failed, 0 of 2 points: negative numbers",
        "<test cell test_double>, line 3:",
        "    assert double(-3) == -6, 'negative numbers'",
        "E   AssertionError: negative numbers",
        "E   assert 6 == -6",
        "E    +  where 6 = *(-3)",
    ]
    graded.lines.fnmatch_lines(["*_ bob/a1::test_double (Double it) _*", *shown], consecutive=True)
    nb = nbformat.read(graded.course.path("autograded", "bob", "a1") / "n1.ipynb", 4)
    [output] = next(c.outputs for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "test_double")
    pytest.LineMatcher(output.traceback).fnmatch_lines(["failed: negative numbers", *shown[1:]], consecutive=True)


def test_what_the_students_code_raised_is_shown_with_the_students_own_frames_only(graded: Run) -> None:
    graded.lines.fnmatch_lines(
        [
            "failed, 0 of 1 points: Your code raised KeyError: 'no halves'",
            "<test cell test_half>, line 1:",
            "    assert half(1) == 0.5",
            "E   KeyError: 'no halves'",
            "In the student's process:",
            "Traceback (most recent call last):",
            "  File *, line 2, in half",
            "    raise KeyError('no halves')",
        ],
        consecutive=True,
    )


def test_partial_credit_fails_and_says_how_much_was_earned(graded: Run) -> None:
    graded.lines.fnmatch_lines(["*_ bob/a1::test_tier (Climb) _*", "partial, 1 of 3 points: 1 of 3 points."])


def test_an_error_of_the_test_itself_fails_for_everyone_and_says_so(graded: Run) -> None:
    for student in ("ada", "bob"):
        graded.lines.fnmatch_lines([
            f"*_ {student}/a1::test_wrong (A test that is wrong) _*",
            "grader error, not graded: The test itself could not be run; a person will look at this exercise.",
            "E   ModuleNotFoundError: No module named 'no_such_module'",
        ])  # fmt: skip


def test_a_cell_for_a_person_is_skipped_with_the_reason(graded: Run) -> None:
    graded.lines.fnmatch_lines_random(["submitted/ada/a1::why SKIPPED (graded by a person)*"])


def test_an_unreadable_notebook_fails_its_own_items_with_the_file_and_the_reason(graded: Run) -> None:
    file = graded.course.path("submitted", "eve", "a1") / "n1.ipynb"
    graded.lines.fnmatch_lines([
        "*_ eve/a1::test_double (Double it) _*",
        f"{file} is cut off in the middle (*). Ask for the notebook again*",
    ])  # fmt: skip
    graded.lines.fnmatch_lines(["eve/a1: not graded"])
    assert not graded.course.path("autograded", "eve", "a1").exists()


def test_the_run_ends_with_the_points_which_are_those_in_the_gradebook(graded: Run) -> None:
    graded.lines.fnmatch_lines(["*= points =*", "ada/a1: 6 of 10", "bob/a1: 1 of 10", "eve/a1: not graded"])
    found = {s.student: s.score for s in scores(load_course(graded.course.root), "a1")}
    assert found == {"ada": 6, "bob": 1}


def test_two_notebooks_of_an_assignment_may_use_the_same_cell_names(graded: Run) -> None:
    graded.lines.fnmatch_lines_random([
        "submitted/ada/a2::test_double?n1? FAILED*",
        "submitted/ada/a2::test_double?n2? PASSED*",
        "ada/a2: 2 of 4",
    ])  # fmt: skip


# --- pytest's own options --------------------------------------------------------------------------------------------


def test_k_chooses_and_junitxml_reports_the_points(again: pytest.Pytester) -> None:
    done = again.runpytest_subprocess("submitted", "-k", "bob and (half or tier)", "--junitxml", "report.xml")
    done.assert_outcomes(failed=2, deselected=15)
    cases = list(ET.parse(again.path / "report.xml").iter("testcase"))
    assert [(c.get("classname"), c.get("name")) for c in cases] == [
        ("submitted.bob.a1", "test_half"),
        ("submitted.bob.a1", "test_tier"),
    ]
    properties = {p.get("name"): p.get("value") for p in cases[1].iter("property")}
    assert properties == {"auto_score": "1.0", "max_score": "3.0"}
    failure = cases[0].find("failure")
    assert failure is not None
    assert "Your code raised KeyError: 'no halves'" in str(failure.get("message"))


def test_an_id_from_the_output_can_be_given_back(again: pytest.Pytester) -> None:
    done = again.runpytest_subprocess("submitted/ada/a1::test_half", "submitted/bob/a1::test_tier", "-v")
    done.assert_outcomes(passed=1, failed=1, deselected=8)
    done.stdout.fnmatch_lines_random(["submitted/ada/a1::test_half PASSED*", "submitted/bob/a1::test_tier FAILED*"])
    typo = again.runpytest_inprocess("submitted/ada/a1::test_hlaf")
    assert typo.ret == pytest.ExitCode.USAGE_ERROR
    typo.stderr.fnmatch_lines(["ERROR: not found: *submitted/ada/a1::test_hlaf*"])


def test_x_stops_at_the_first_failure(again: pytest.Pytester) -> None:
    done = again.runpytest_subprocess("submitted", "-x")
    assert done.parseoutcomes()["failed"] == 1
    done.stdout.fnmatch_lines(["*stopping after 1 failures*"])


def test_collect_only_lists_the_cells_and_grades_nothing(pytester: pytest.Pytester) -> None:
    write_class(pytester.path)
    done = pytester.runpytest_inprocess("--collect-only", "-q", "submitted/ada", "submitted/eve")
    done.stdout.fnmatch_lines(["submitted/ada/a1::test_double", "submitted/eve/a1::why", "10 tests collected*"])
    assert not (pytester.path / "gradebook.db").exists()
    assert not (pytester.path / ".autograder" / "results").exists()


def test_pdb_stops_inside_the_test_cell(again: pytest.Pytester) -> None:
    # Unchanged since it was graded, and without --workers 0: a debugger needs both, and gets them.
    done = again.run(
        sys.executable, "-m", "pytest", "submitted/bob", "--pdb", "-k", "double", stdin=b"p 40 + double(1)\nq\n"
    )
    done.stdout.fnmatch_lines([
        "*E   assert 6 == -6",
        "> <test cell test_double>(3)<module>()",
        "-> assert double(-3) == -6, 'negative numbers'",
        "(Pdb) 42",
    ])  # fmt: skip


# --- beside other things ---------------------------------------------------------------------------------------------


def test_ordinary_tests_and_nbval_run_beside_submissions(again: pytest.Pytester) -> None:
    again.makepyfile(
        **{
            "ordinary/conftest": "import pytest\n@pytest.fixture(scope='session')\ndef seven():\n    return 7\n",
            "ordinary/test_seven": "def test_one(seven):\n    assert seven\n\ndef test_two(seven):\n    assert seven\n",
        }
    )
    (again.path / "notes").mkdir()
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")]), again.path / "notes" / "n.ipynb"
    )
    done = again.runpytest_subprocess("submitted/ada/a1", "ordinary", "notes", "--nbval-lax", "-v")
    done.stdout.fnmatch_lines_random([
        "submitted/ada/a1::test_double PASSED*",
        "ordinary/test_seven.py::test_two PASSED*",
        "notes/n*::Cell 0 PASSED*",
    ])  # fmt: skip
    done.assert_outcomes(passed=6, failed=1, skipped=1)


def test_an_ordinary_run_is_left_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        **{
            "submitted/test_here": """
                import sys

                def test_nothing_heavy_was_imported():
                    assert not {"torch", "nbgrader", "rich"} & set(sys.modules)
            """
        }
    )
    done = pytester.runpytest_subprocess("-v")
    done.assert_outcomes(passed=1)
    done.stdout.no_fnmatch_line("*points*")


def test_what_students_hand_in_is_never_imported_by_pytest(again: pytest.Pytester) -> None:
    handed_in = again.path / "submitted" / "ada"
    ran = again.path / "ran"
    planted = f"open({str(ran)!r}, 'w')\n\ndef test_planted():\n    pass\n"
    for name in ("a1/conftest.py", "a1/test_planted.py", "elsewhere/conftest.py", "elsewhere/test_planted.py"):
        (handed_in / name).parent.mkdir(exist_ok=True)
        (handed_in / name).write_text(planted)
    done = again.runpytest_subprocess("submitted/ada", "--collect-only", "-W", "error")
    done.stdout.fnmatch_lines(["*elsewhere is of no assignment in source/: it is neither graded nor run"])
    done.stdout.fnmatch_lines(["*7 tests collected*"])
    for argument in ("submitted/ada/a1", "submitted/ada/a1::test_double"):
        refused = again.runpytest_subprocess(argument)
        assert refused.ret == pytest.ExitCode.USAGE_ERROR
        refused.stderr.fnmatch_lines(["ERROR: *a1/conftest.py was handed in by a student*-k ada*"])
    assert not ran.exists()


# --- what is not set up ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(any(Path("/dev").glob("nvidia[0-9]*")), reason="this machine has a GPU")
def test_a_device_that_is_not_there_is_a_usage_error(again: pytest.Pytester) -> None:
    done = again.runpytest_inprocess("submitted", "--device", "cuda")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: PyTorch sees no CUDA GPU here: use --device cpu*"])
    done.stdout.no_fnmatch_line("*Traceback*")


def test_a_broken_configuration_is_said_once(again: pytest.Pytester) -> None:
    (again.path / "nbgrader_config.py").write_text("c = get_config()\nc.Autograder.workers = 'many'\n")
    done = again.runpytest_inprocess("submitted")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    text = done.stdout.str() + done.stderr.str()
    assert text.count("The 'workers' trait of an Autograder instance expected an int, not the str 'many'") == 1
    assert "Traceback" not in text


def test_a_source_that_cannot_be_released_is_said_once(again: pytest.Pytester) -> None:
    source = again.path / "source" / "a1" / "n1.ipynb"
    source.write_text(source.read_text().replace("END SOLUTION", "END"))
    done = again.runpytest_inprocess("submitted")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    text = done.stdout.str() + done.stderr.str()
    assert text.count("a1/n1.ipynb") == 1, text
    assert "Traceback" not in text
