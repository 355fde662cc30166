import copy
import json
import random
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nb_course import DOUBLE, TEST_DOUBLE, by_id, cell, solved, source_notebook, submit, write_course
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from autograder.course import Assignment, Course, Limits, SourceNotebook
from autograder.errors import SubmissionError
from autograder.keys import assignment_digest, attached_files, code_hash, submission_key
from autograder.matching import checksum
from autograder.notebook import Restored, Role, hidden_lines, released_test
from autograder.reading import read_submission
from autograder.restore import restore

MY_DOUBLE = "def double(x):\n    return x + x"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_course(tmp_path)


@pytest.fixture
def source(course: Course) -> SourceNotebook:
    [notebook] = course.assignment("a1").notebooks
    return notebook


@pytest.fixture
def nb(course: Course) -> NotebookNode:
    return solved(course, {"double": MY_DOUBLE})


def order(restored: Restored) -> list[str | None]:
    """Grade ids of the restored notebook, None for the student's own cells."""
    return [step.grade_id for step in restored.steps]


ORDER = [None, "imports", None, "double", None, "test_double", None, "half", "test_half", None, "why", "essay"]


# --- reading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\\n", "\\r\\n").encode(),
        lambda text: text.replace("\\n", "\\r").encode(),
    ],
    ids=["utf-8", "BOM", "utf-16", "utf-16-be", "utf-16 without BOM", "cp1252", "CRLF file", "CRLF cells", "CR cells"],
)
def test_a_notebook_in_any_encoding_and_line_ending_is_read(
    tmp_path: Path, nb: NotebookNode, source: SourceNotebook, encode: Callable[[str], bytes]
) -> None:
    nb.cells[0].source = "# Zahlen für Ada"
    path = tmp_path / "n1.ipynb"
    path.write_bytes(encode(json.dumps(nb, ensure_ascii=False, indent=1)))
    read = read_submission(path)
    assert [c.source for c in read.cells] == [c.source for c in nb.cells]
    assert restore(source, read).incidents == ()


def old_notebook(nb: NotebookNode) -> dict[str, Any]:
    """The notebook as nbformat 3 has it."""
    cells = []
    for c in nb.cells:
        if c.cell_type == "code":
            cells.append(
                {
                    "cell_type": "code",
                    "input": c.source.splitlines(keepends=True),
                    "language": "python",
                    "prompt_number": 3,
                    "outputs": [{"output_type": "pyout", "text": "2", "prompt_number": 3}],
                    "metadata": c.metadata,
                }
            )
        else:
            cells.append({"cell_type": "markdown", "source": c.source, "metadata": c.metadata})
    cells.append({"cell_type": "heading", "level": 2, "source": "The end", "metadata": {}})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


def test_nbformat_3_becomes_the_current_version_with_nothing_lost(
    tmp_path: Path, nb: NotebookNode, source: SourceNotebook
) -> None:
    path = tmp_path / "n1.ipynb"
    path.write_text(json.dumps(old_notebook(nb)))
    read = read_submission(path)
    assert (read.nbformat, read.nbformat_minor) == (4, 5)
    assert [c.source for c in read.cells] == [*(c.source for c in nb.cells), "## The end"]
    assert order(restore(source, read)) == [*ORDER, None]


def test_mangled_notebooks_become_valid_ones_without_a_word(
    tmp_path: Path, nb: NotebookNode, source: SourceNotebook, capfd: pytest.CaptureFixture[str]
) -> None:
    raw = json.loads(json.dumps(nb))
    raw["nbformat_minor"] = 0
    raw["metadata"] = {"kernelspec": 7, "authors": "me", "language_info": []}
    raw["cells"][0].update(id="has spaces")
    raw["cells"][1].update(id=raw["cells"][3]["id"], execution_count="four", outputs="none", extra={"a": 1})
    raw["cells"][2].update(metadata=None)
    raw["cells"][4].update(metadata={"tags": "x", "nbgrader": [1]}, source=["double", "(1)", None])
    raw["cells"][6].update(attachments=[])
    del raw["cells"][5]["id"]
    raw["cells"] += ["text", {"cell_type": "new kind", "source": "\ud83d half an emoji"}, {}]
    path = tmp_path / "n1.ipynb"
    path.write_text(json.dumps(raw))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read = read_submission(path)
        nbformat.validate(read)
    assert capfd.readouterr() == ("", "")
    assert len({c.id for c in read.cells}) == len(read.cells)
    assert read == read_submission(path)
    assert read.cells[4].source == "double(1)"
    assert read.cells[-2].source == "? half an emoji"
    assert order(restore(source, read))[: len(ORDER)] == ORDER


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        (" \n\ufeff", "is empty"),
        ('{"cells": [{"cell_type": "code", "sou', "cut off"),
        ("<!DOCTYPE html><html>", "web page"),
        ("PK\x03\x04", "zip"),
        ("<<<<<<< HEAD\n{}", "merge conflict"),
        ('{\n<<<<<<< HEAD\n"cells": []}', "merge conflict"),
        ("print(1)", "not valid JSON"),
        ("[1, 2]", "not a notebook"),
        ('{"cells": 3}', "no list of cells"),
        ('{"cells": []}', "without cells"),
        ('{"worksheets": [{}]}', "no list of cells"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_names_the_file_the_reason_and_what_to_do(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "n1.ipynb"
    path.write_text(text)
    with pytest.raises(SubmissionError, match=reason) as raised:
        read_submission(path)
    assert str(path) in str(raised.value)
    assert "Ask for the notebook again" in str(raised.value)


def test_a_missing_or_unreadable_file_is_the_submissions_fault(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="cannot be read"):
        read_submission(tmp_path / "n1.ipynb")
    with pytest.raises(SubmissionError, match="cannot be read"):
        read_submission(tmp_path)


# --- restoring -------------------------------------------------------------------------------------------------


def test_an_unharmed_submission_stays_as_it_is_but_for_hidden_tests(source: SourceNotebook, nb: NotebookNode) -> None:
    nb.cells[4].outputs = [nbformat.v4.new_output("stream", text="2")]
    restored = restore(source, nb)
    assert restored.incidents == ()
    assert order(restored) == ORDER
    assert [step.role for step in restored.steps if step.grade_id] == [
        Role.STUDENT,
        Role.STUDENT,
        Role.TEST,
        Role.STUDENT,
        Role.TEST,
        Role.MANUAL,
        Role.MANUAL,
    ]
    test = restored.steps[5]
    assert (test.source, test.points, test.hidden) == (TEST_DOUBLE, 2.0, frozenset({2, 3, 4}))
    assert by_id(restored.nb, "double").source == MY_DOUBLE
    assert not any(c.get("outputs") for c in restored.nb.cells)
    assert nb.cells[4].outputs, "the submission itself is not changed"
    nbformat.validate(restored.nb)


def test_untouched_answers_are_told_from_others(source: SourceNotebook, course: Course) -> None:
    stubs = {c: source.released[c] for c in ("double", "why")}
    restored = restore(source, solved(course, stubs))
    untouched = {s.grade_id: s.untouched for s in restored.steps if s.solution}
    assert untouched == {"double": True, "half": False, "why": True}
    assert not next(s for s in restored.steps if s.grade_id == "essay").untouched


def test_edited_tests_points_and_locked_cells_are_set_back_and_reported(
    source: SourceNotebook, nb: NotebookNode
) -> None:
    by_id(nb, "test_double").source = "pass"
    by_id(nb, "test_half").metadata.nbgrader.points = 100
    by_id(nb, "imports").source = "import os; os._exit(0)"
    by_id(nb, "essay").source = "Write nothing."
    by_id(nb, "test_half").metadata["tags"] = ["in-sandbox"]
    by_id(nb, "double").metadata.nbgrader.update(grade=True, points=50)
    restored = restore(source, nb)
    assert by_id(restored.nb, "test_double").source == TEST_DOUBLE
    assert by_id(restored.nb, "imports").source == "import math"
    assert by_id(restored.nb, "essay").source.startswith("Write an essay.")
    assert {s.grade_id: s.points for s in restored.steps if s.points} == {
        "test_double": 2.0,
        "test_half": 1.0,
        "why": 3.0,
        "essay": 2.0,
    }
    assert next(s for s in restored.steps if s.grade_id == "test_half").role is Role.TEST
    assert sorted(restored.incidents) == [
        "The points of the cell test_half had been changed: set back.",
        "The text of the cell essay had been changed: set back.",
        "The text of the cell imports had been changed: set back.",
        "The text of the cell test_double had been changed: set back.",
    ]


def test_white_space_an_editor_changed_is_no_incident(source: SourceNotebook, nb: NotebookNode) -> None:
    by_id(nb, "test_double").source = by_id(nb, "test_double").source.replace("\n", "  \n") + "\n"
    assert restore(source, nb).incidents == ()


def mangle(nb: NotebookNode, luck: random.Random) -> NotebookNode:
    """What a student, an editor and a version control system may do to a notebook, a few times over."""
    nb = copy.deepcopy(nb)
    for _ in range(luck.randint(1, 8)):
        place = luck.randrange(len(nb.cells))
        victim = nb.cells[place]
        deed = luck.choice(["delete", "copy", "move", "unlabel", "relabel", "retype", "edit", "insert"])
        if deed == "delete" and len(nb.cells) > 1:
            nb.cells.remove(victim)
        elif deed == "copy":
            nb.cells.insert(luck.randrange(len(nb.cells)), copy.deepcopy(victim))
        elif deed == "move":
            nb.cells.insert(luck.randrange(len(nb.cells)), nb.cells.pop(place))
        elif deed == "unlabel":
            victim.metadata = NotebookNode()
        elif deed == "relabel" and "nbgrader" in victim.metadata:
            victim.metadata.nbgrader["grade_id"] = luck.choice(["double", "test_half", "why", "nonsense"])
        elif deed == "retype":
            victim.cell_type = luck.choice(["raw", "markdown", "code"])
        elif deed == "edit":
            victim.source = luck.choice(["", "x = 1", "assert False", "def double(x): pass\ndef half(x): pass"])
        elif deed == "insert":
            nb.cells.insert(place, cell("code", f"scratch = {place}"))
    return nb


@pytest.mark.parametrize("seed", range(0, 400, 100))
def test_whatever_is_done_to_a_notebook_every_point_is_graded_once_and_in_order(
    source: SourceNotebook, course: Course, nb: NotebookNode, seed: int
) -> None:
    texts = {c.metadata.nbgrader.grade_id: c.source for c in source.cells if "nbgrader" in c.metadata}
    for number in range(seed, seed + 100):
        mangled = read_submission(submit(course, "ada", mangle(nb, random.Random(number))))
        restored = restore(source, mangled)
        nbformat.validate(restored.nb)
        steps = {s.grade_id: s for s in restored.steps if s.grade_id}
        assert len(steps) == sum(s.grade_id is not None for s in restored.steps), f"a grade_id twice: {number}"
        assert {g: s.points for g, s in steps.items() if s.points} == {e.grade_id: e.points for e in source.exercises}
        assert {g: steps[g].source for g in texts if not steps.get(g, restored.steps[0]).solution and g in steps} == {
            g: text for g, text in texts.items() if g not in ("double", "half", "why")
        }
        for exercise in source.exercises:
            if exercise.solution_id in steps:
                assert steps[exercise.solution_id].index < steps[exercise.grade_id].index, number
        assert [s.index for s in restored.steps] == list(range(len(restored.nb.cells)))
        again = restore(source, restored.nb)
        assert again.nb.cells == restored.nb.cells, f"restoring twice changes nothing: {number}"


def test_a_test_the_instructor_changed_after_release_is_not_held_against_the_student(
    tmp_path: Path, nb: NotebookNode
) -> None:
    other = source_notebook()
    by_id(other, "test_half").source = "assert half(1) == 0.5, 'better words'"
    [source] = write_course(tmp_path / "later", other).assignment("a1").notebooks
    restored = restore(source, nb)
    assert restored.incidents == ()
    assert by_id(restored.nb, "test_half").source == "assert half(1) == 0.5, 'better words'"


def test_our_checksum_is_nbgraders(source: SourceNotebook) -> None:
    assert {c.metadata.nbgrader.grade_id: checksum(c) for c in source.student.cells if "nbgrader" in c.metadata} == {
        c.metadata.nbgrader.grade_id: compute_checksum(c) for c in source.student.cells if "nbgrader" in c.metadata
    }


@pytest.mark.parametrize("kind", ["raw", "markdown"])
def test_retyped_cells_become_code_again(source: SourceNotebook, nb: NotebookNode, kind: str) -> None:
    for grade_id in ("double", "test_double"):
        changed = by_id(nb, grade_id)
        changed.cell_type = kind
        del changed["outputs"], changed["execution_count"]
    restored = restore(source, nb)
    assert [s.code for s in restored.steps if s.grade_id in ("double", "test_double")] == [True, True]
    assert by_id(restored.nb, "double").source == MY_DOUBLE
    nbformat.validate(restored.nb)


def test_deleted_cells_are_put_back_behind_their_neighbors(source: SourceNotebook, nb: NotebookNode) -> None:
    gone = ("imports", "test_double", "why", "essay")
    nb.cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in gone]
    restored = restore(source, nb)
    assert [g for g in order(restored) if g] == [g for g in ORDER if g]
    assert order(restored)[0] == "imports"
    steps = {s.grade_id: s for s in restored.steps}
    assert steps["test_double"].index == steps["double"].index + 1
    assert steps["why"].untouched
    assert len(restored.incidents) == 4
    nbformat.validate(restored.nb)


def test_a_deleted_solution_cell_is_not_made_up(source: SourceNotebook, nb: NotebookNode) -> None:
    nb.cells = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "double"]
    restored = restore(source, nb)
    assert "double" not in order(restored)
    assert "test_double" in order(restored)


def test_a_test_never_runs_before_the_solution_it_tests(source: SourceNotebook, nb: NotebookNode) -> None:
    double, test = by_id(nb, "double"), by_id(nb, "test_double")
    nb.cells.remove(double)
    nb.cells.append(double)
    restored = restore(source, nb)
    assert order(restored)[-2:] == ["double", "test_double"]
    assert restored.incidents == ("The cell test_double stood before double: it was run after it.",)
    nb.cells.remove(test)
    nb.cells.insert(0, test)
    assert order(restore(source, nb))[-2:] == ["double", "test_double"]
    assert order(restore(source, nb)).count("test_double") == 1


def test_shuffled_cells_keep_every_test_behind_its_solution(source: SourceNotebook, nb: NotebookNode) -> None:
    nb.cells.reverse()
    found = order(restore(source, nb))
    assert sorted(map(str, found)) == sorted(map(str, ORDER))
    assert found.index("double") < found.index("test_double")
    assert found.index("half") < found.index("test_half")


def test_of_copied_cells_one_counts_and_copied_tests_go(source: SourceNotebook, nb: NotebookNode) -> None:
    nb.cells += [NotebookNode(json.loads(json.dumps(c), object_hook=NotebookNode)) for c in nb.cells]
    by_id_copies = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "double"]
    by_id_copies[1].source = "def double(x):\n    return 0"
    path_restored = restore(source, nb)
    assert order(path_restored)[: len(ORDER)] == ORDER
    assert set(order(path_restored)[len(ORDER) :]) == {None}
    assert len(path_restored.steps) == 2 * len(ORDER) - 2
    assert by_id(path_restored.nb, "double").source == MY_DOUBLE
    assert "The cell double was there 2 times: one of them counts." in path_restored.incidents


def test_of_two_copies_the_one_that_was_worked_on_counts(source: SourceNotebook, nb: NotebookNode) -> None:
    place = nb.cells.index(by_id(nb, "double"))
    stub = cell("code", source.released["double"], "double", solution=True)
    nb.cells.insert(place, stub)
    restored = restore(source, nb)
    assert by_id(restored.nb, "double").source == MY_DOUBLE


def test_cells_that_lost_all_metadata_are_recognized(source: SourceNotebook, nb: NotebookNode) -> None:
    by_id(nb, "double").source = f"%matplotlib inline\n{MY_DOUBLE}\nlast = double(3)"
    by_id(nb, "why").source = "For I say so."
    for c in nb.cells:
        c.metadata = NotebookNode()
    nb.cells.insert(3, cell("code", "def scratch(): pass"))
    restored = restore(source, nb)
    assert [g for g in order(restored) if g] == [g for g in ORDER if g]
    assert by_id(restored.nb, "double").source.endswith("last = double(3)")
    assert by_id(restored.nb, "why").source == "For I say so."
    assert by_id(restored.nb, "test_double").source == TEST_DOUBLE
    nbformat.validate(restored.nb)


def test_a_cell_with_someone_elses_grade_id_is_the_students_own(source: SourceNotebook, nb: NotebookNode) -> None:
    nb.cells.append(cell("code", "1 + 1", "unknown", 100, grade=True))
    restored = restore(source, nb)
    assert order(restored) == [*ORDER, None]
    assert restored.steps[-1].role is Role.STUDENT
    assert "nbgrader" not in restored.nb.cells[-1].metadata


def test_the_instructors_tag_sends_a_test_into_the_sandbox(tmp_path: Path) -> None:
    nb = source_notebook()
    by_id(nb, "test_half").metadata["tags"] = ["in-sandbox"]
    course = write_course(tmp_path / "tagged", nb)
    [source] = course.assignment("a1").notebooks
    roles = {s.grade_id: s.role for s in restore(source, solved(course)).steps}
    assert (roles["test_half"], roles["test_double"]) == (Role.SANDBOX_TEST, Role.TEST)


def test_checksums_are_those_nbgrader_compares_with(source: SourceNotebook, nb: NotebookNode) -> None:
    restored = restore(source, nb)
    MetadataValidator().validate_nb(restored.nb)
    same = {
        c.metadata.nbgrader.grade_id: compute_checksum(c) == c.metadata.nbgrader.checksum
        for c in restored.nb.cells
        if "nbgrader" in c.metadata
    }
    answered = {"double", "half", "why"}
    assert {grade_id for grade_id, is_same in same.items() if not is_same} == answered


def test_the_kernel_is_the_instructors(source: SourceNotebook, nb: NotebookNode) -> None:
    nb.metadata["kernelspec"] = {"name": "evil", "display_name": "Evil"}
    assert restore(source, nb).nb.metadata.kernelspec.name == "python3"


# --- hidden lines and hashes -----------------------------------------------------------------------------------


def test_hidden_lines_are_the_regions_with_their_delimiters() -> None:
    text = "a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc\n# BEGIN HIDDEN TESTS\nd\n# END HIDDEN TESTS"
    assert hidden_lines(text) == {2, 3, 4, 6, 7, 8}
    assert released_test(text) == "a\nc"
    assert hidden_lines(text, ("START", "STOP")) == frozenset()
    assert hidden_lines("x\n<\ny\n>", ("<", ">")) == {2, 3, 4}


def test_the_seed_depends_on_code_alone_and_the_key_on_all_that_counts(
    course: Course, nb: NotebookNode, tmp_path: Path
) -> None:
    assignment = course.assignment("a1")
    helper = tmp_path / "helper.py"
    helper.write_text("x = 1")

    def both(
        nb: NotebookNode, assignment: Assignment = assignment, given: dict[str, bytes] | None = None
    ) -> tuple[str, str]:
        files = {"helper.py": helper}
        return code_hash(nb, files), submission_key(assignment_digest(assignment, given or {}), {"n1": nb}, files)

    before = both(nb)
    nb.cells[4].outputs, nb.cells[4].execution_count = [nbformat.v4.new_output("stream", text="2")], 9
    assert both(nb) == before
    nb.cells[0].source = "# Other words"
    words = both(nb)
    assert (words[0] == before[0], words[1] == before[1]) == (True, False)
    slower = Assignment("a1", assignment.folder, assignment.notebooks, Limits(cell_seconds=1))
    assert both(nb, slower)[1] != words[1]
    data = [both(nb, given={"data.csv": content}) for content in (b"1", b"2")]
    assert len({words[1], data[0][1], data[1][1]}) == 3
    assert {words[0], data[0][0], data[1][0]} == {words[0]}
    helper.write_text("x = 2")
    assert both(nb)[0] != words[0]
    seen = both(nb)
    by_id(nb, "double").source = DOUBLE
    assert both(nb)[0] != seen[0]
    digest = assignment_digest(assignment, {})
    assert submission_key(digest, {"n1": None}, {}) != submission_key(digest, {"n1": nb}, {})


def test_a_changed_hidden_test_changes_the_key(tmp_path: Path, nb: NotebookNode) -> None:
    other = source_notebook()
    by_id(other, "test_double").source = TEST_DOUBLE.replace("-3", "-4").replace("-6", "-8")
    keys = {
        submission_key(assignment_digest(write_course(tmp_path / name, source).assignment("a1"), {}), {"n1": nb}, {})
        for name, source in (("before", source_notebook()), ("after", other))
    }
    assert len(keys) == 2


def test_attached_files_are_real_files_of_the_submission_only(course: Course, nb: NotebookNode) -> None:
    folder = submit(course, "ada", nb, "2027-01-01 12:00:00 UTC").parent
    (folder / "sub" / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "sub" / "mine.py").write_text("")
    (folder / "sub" / ".ipynb_checkpoints" / "old.py").write_text("")
    (folder / "stolen").symlink_to("/etc/passwd")
    (folder / "all").symlink_to("/etc")
    assert list(attached_files(folder, [".ipynb_checkpoints"])) == ["sub/mine.py"]
