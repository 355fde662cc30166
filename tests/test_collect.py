"""Downloads as Canvas, Moodle and Gradescope make them, honest and hostile, and what becomes of them in submitted/."""

import argparse
import os
import shutil
import signal
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from nb_course import write_course
from rich.console import Console

from autograder.collecting.archives import Bounds
from autograder.collecting.collect import Outcome, Plan, Row, collect
from autograder.collecting.roster import student_id
from autograder.commands import collect as command
from autograder.course import Course
from autograder.errors import CourseError, SetupError, SubmissionError

NOTEBOOK = b'{"cells": []}'
OTHER = b'{"cells": [1]}'
METADATA = """---
submission_7:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0042'
    :email: ada@example.org
  :created_at: 2026-03-01 23:30:00.250000000 -08:00
  :score: 0.0
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    output: whatever
  :history: []
submission_8:
  :submitters:
  - :name: Bob
    :sid:
    :email: bob@example.org
  - :name: Eve
    :sid: '0043'
    :email: eve@example.org
  :created_at: 2026-03-02 08:00:00.000000000 Z
"""


def zipped(path: Path, files: Mapping[str, bytes | str]) -> Path:
    """A zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def outcomes(rows: list[Row]) -> dict[str, str]:
    """Student (or name in the download, where nobody knows whose it is) → outcome."""
    return {row.student or row.source: row.outcome.value for row in rows}


def note(rows: list[Row], who: str) -> str:
    """The note of the one row that names somebody."""
    [found] = [row.note for row in rows if who in (row.student, row.source)]
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return write_course(tmp_path / "course")


Take = Callable[..., list[Row]]


@pytest.fixture
def take(course: Course, tmp_path: Path) -> Take:
    """Collects a zip file of some files; other arguments are Plan's."""

    def run(files: Mapping[str, bytes | str], **plan: object) -> list[Row]:
        return collect(course, "a1", [zipped(tmp_path / "download.zip", files)], Plan(**plan))  # type: ignore[arg-type]

    return run


def submitted(course: Course) -> dict[str, bytes]:
    """All files in submitted/."""
    return tree(course.root / "submitted")


# --- each LMS --------------------------------------------------------------------------------------------------------


def test_canvas(course: Course, take: Take) -> None:
    rows = take(
        {
            "lovelaceada_12_900_n1.ipynb": NOTEBOOK,
            "lovelaceada_12_901_my_data_3_4_.csv": b"1,2",
            "bobby_LATE_13_902_n1-2.ipynb": NOTEBOOK,  # handed in for the third time
            "LATE_anon_x7Qz_903_n1.ipynb": NOTEBOOK,
            "eve_14_text.html": b"<p>",
        }
    )
    assert outcomes(rows) == {
        "12": "taken", "13": "taken", "anon_x7Qz": "taken", "eve_14_text.html": "not taken",
    }  # fmt: skip
    assert submitted(course) == {
        "12/a1/n1.ipynb": NOTEBOOK,
        "12/a1/my_data_3_4_.csv": b"1,2",
        "13/a1/n1.ipynb": NOTEBOOK,
        "anon_x7Qz/a1/n1.ipynb": NOTEBOOK,
    }
    assert "late" in note(rows, "13")
    assert "late" not in note(rows, "12")
    assert "text typed into Canvas" in note(rows, "eve_14_text.html")


def test_of_what_was_handed_in_to_canvas_again_the_last_one_counts_and_none_is_lost(course: Course, take: Take) -> None:
    take({"ada_1_50_n1.ipynb": b"first", "ada_1_7_n1-2.ipynb": b"before", "ada_1_60_n1-1.ipynb": b"last"})
    assert submitted(course) == {
        "1/a1/n1.ipynb": b"last",
        "1/a1/n1-earlier-50.ipynb": b"first",
        "1/a1/n1-2-earlier-7.ipynb": b"before",
    }


def test_moodle(course: Course, take: Take) -> None:
    decomposed = unicodedata.normalize("NFD", "José Ruiz")
    rows = take(
        {
            "Ada Lovelace_101_assignsubmission_file_/n1.ipynb": NOTEBOOK,
            "Ada Lovelace_101_assignsubmission_file_/data/x.csv": b"1",
            "Ada Lovelace_101_assignsubmission_onlinetext_/onlinetext.html": b"Hello",
            "Bob B_102_assignsubmission_file/n1.ipynb": NOTEBOOK,  # since Moodle 4
            "Eve_103_assignsubmission_file_n1.ipynb": NOTEBOOK,  # not in folders
            f"{decomposed}_104_assignsubmission_file_/n1.ipynb": NOTEBOOK,
            "Dan Doe_105_assignsubmission_file_/n1.ipynb": NOTEBOOK,
            "Dan Doe_106_assignsubmission_file_/n1.ipynb": NOTEBOOK,
            "__MACOSX/Ada Lovelace_101_assignsubmission_file_/._n1.ipynb": b"\0",
        }
    )
    assert {name for name, outcome in outcomes(rows).items() if outcome == "taken"} == {
        "Ada_Lovelace", "Bob_B", "Eve", "José_Ruiz",
    }  # fmt: skip
    assert not (course.root / "submitted" / "Dan_Doe").exists()
    assert {row.note.split(":")[0] for row in rows if row.student == "Dan_Doe"} == {
        "Dan Doe (105) and Dan Doe (106) would be one student, Dan_Doe"
    }
    assert "typed into Moodle" in note(rows, "Ada Lovelace_101_assignsubmission_onlinetext_/onlinetext.html")
    assert submitted(course)["Ada_Lovelace/a1/data/x.csv"] == b"1"


def test_gradescope_says_when_and_who_is_in_a_group(course: Course, take: Take) -> None:
    rows = take(
        {
            "assignment_1_export/submission_metadata.yml": METADATA,
            "assignment_1_export/submission_7/n1.ipynb": NOTEBOOK,
            "assignment_1_export/submission_7/lib/help.py": b"x = 1",
            "assignment_1_export/submission_8/n1.ipynb": OTHER,
            "assignment_1_export/submission_9/n1.ipynb": NOTEBOOK,
            "readme.txt": b"",
        }
    )
    assert outcomes(rows) == {
        "0042": "taken", "0043": "taken", "bob@example.org": "taken",
        "assignment_1_export/submission_9/n1.ipynb": "not taken", "readme.txt": "not taken",
    }  # fmt: skip
    files = submitted(course)
    assert files["0042/a1/lib/help.py"] == b"x = 1"
    assert files["0043/a1/n1.ipynb"] == files["bob@example.org/a1/n1.ipynb"] == OTHER
    assert files["0042/a1/timestamp.txt"] == b"2026-03-02 07:30:00.250000 UTC"
    assert course.timestamp(course.path("submitted", "0042", "a1")) == datetime(2026, 3, 2, 7, 30, 0, 250000)


def test_any_other_by_a_pattern_as_in_zip_collect(course: Course, take: Take) -> None:
    pattern = r".*_(?P<student_id>\w+)_attempt_(?P<timestamp>[0-9\-+ :]+)_(?P<file_id>\w+)"  # nbgrader's example
    files = {
        "a1/a1_bitdiddle_attempt_2016-01-30-15-00-00_n1.ipynb": b"first",
        "a1/a1_bitdiddle_attempt_2016-01-30 17:30:00 +0100_n1.ipynb": b"last",
        "a1/a1_hacker_attempt_2016-99-30-15-00-00_n1.ipynb": NOTEBOOK,
        "a1/readme.ipynb": NOTEBOOK,
    }
    rows = take(files, pattern=pattern)
    assert outcomes(rows) == {"bitdiddle": "taken"} | dict.fromkeys(list(files)[2:], "not taken")
    assert submitted(course)["bitdiddle/a1/n1.ipynb"] == b"last"
    assert submitted(course)["bitdiddle/a1/timestamp.txt"] == b"2016-01-30 16:30:00.000000 UTC"
    assert "is no date" in note(rows, list(files)[2])
    course.config.FileNameCollectorPlugin.named_regexp = pattern
    assert outcomes(take(files))["bitdiddle"] == "was there"
    for wrong, message in (("(", "no regular expression"), ("(.*)", "no group")):
        with pytest.raises(SetupError, match=message):
            take(files, pattern=wrong)


def test_a_student_cannot_pass_for_another_or_turn_whose_download_it_is(course: Course, take: Take) -> None:
    rows = take(
        {
            "ada_1_10_n1.ipynb": NOTEBOOK,
            "bob_2_11_n1.ipynb": NOTEBOOK,
            "eve_3_12_Ada_1_assignsubmission_file_n1.ipynb": NOTEBOOK,  # named like Moodle's
            "eve_3_13_1_14_n1.ipynb": OTHER,  # with ada's number in it
            "ada_1_15_timestamp.txt": b"2020-01-01",
            "ada_1_16_Submission_Secret.txt": b"mine",
        }
    )
    assert {row.student for row in rows} == {"1", "2", "3"}
    assert submitted(course)["1/a1/n1.ipynb"] == NOTEBOOK
    assert "3/a1/1_14_n1.ipynb" in submitted(course)
    assert course.timestamp(course.path("submitted", "1", "a1")) is None
    assert "timestamp.txt was left out" in note(rows, "1")
    assert "Submission_Secret.txt was left out" in note(rows, "1")
    # A Canvas name that ends in ada's number: two people with one number.
    rows = take({"ada_1_10_n1.ipynb": NOTEBOOK, "x_1_3_99_n1.ipynb": OTHER})
    assert {row.outcome for row in rows} == {Outcome.REFUSED}


# --- who it is -------------------------------------------------------------------------------------------------------


def test_a_roster_decides_who_is_who(course: Course, take: Take, tmp_path: Path) -> None:
    roster = tmp_path / "students.csv"
    roster.write_text(
        "\ufeffid;first_name;last_name;email;lms_user_id\n"
        "ada;Ada;Lovelace;Ada@example.org;12\nbob;Bob;O'Neil;;13\ntwin1;Jo;Doe;;14\ntwin2;Jo;Doe;;15\n\n",
        encoding="utf-8",
    )
    rows = take(
        {
            "lovelaceada_12_1_n1.ipynb": NOTEBOOK,  # number and name
            "oneilbob_99_2_n1.ipynb": NOTEBOOK,  # name alone
            "doejo_15_3_n1.ipynb": NOTEBOOK,  # the number tells twins apart
            "doejo_98_4_n1.ipynb": NOTEBOOK,
            "lovelaceada_13_5_n1.ipynb": NOTEBOOK,  # bob's number, ada's name
            "stranger_97_6_n1.ipynb": NOTEBOOK,
        },
        roster=roster,
    )
    taken = {row.student for row in rows if row.outcome == Outcome.TAKEN}
    assert taken == {"ada", "bob", "twin2"}
    assert "twin1 or twin2" in note(rows, "doejo (98)")
    assert "ada or bob" in note(rows, "lovelaceada (13)")
    assert "add a line" in note(rows, "stranger (97)")
    metadata = METADATA.replace("'0042'", "")
    export = {"submission_metadata.yml": metadata, "submission_7/n1.ipynb": NOTEBOOK}
    assert outcomes(take(export, roster=roster)) == {"ada": "was there"}  # by e-mail
    for wrong in ("name\nada", "id\n../ada", "id\na+b", "id\n.ada", "id,email\n,x@y"):
        roster.write_text(wrong)
        with pytest.raises(SetupError, match="roster"):
            take(export, roster=roster)


def test_odd_names_become_ids_that_are_one_folder_and_stay_apart() -> None:
    assert student_id("Ada Lovelace") == "Ada_Lovelace"
    assert student_id("ada@example.org") == "ada@example.org"
    assert student_id("किरण") == "किरण"
    assert student_id("Jose\u0301") == "José"
    odd = ["a/b", "a+b", "a\\b", "a:b", "a*b", "a-b", ".a-b", "a-b.", "..", ".", "-", "a\x1b[31mb", "a\u202eb", "[a-b]"]
    odd += ["x" * 300, "x" * 299, "ä" * 300]
    ids = [student_id(name) for name in odd]
    assert len(set(ids)) == len(odd)
    for one in ids:
        assert not set(one) & set('/\\+:*?"<>|[]\x1b\u202e')
        assert one[0] not in ".-"
        assert one.isprintable()
        assert len(one.encode()) < 255
    with pytest.raises(SubmissionError):
        student_id("  ")


def test_names_that_some_file_systems_take_for_the_same_are_kept_apart(course: Course, take: Take) -> None:
    pattern = r"(?P<student_id>[^/]+)/(?P<file_id>.*)"
    rows = take({"ada/n1.ipynb": NOTEBOOK, "ADA/n1.ipynb": NOTEBOOK, "bob/n1.ipynb": NOTEBOOK}, pattern=pattern)
    assert outcomes(rows) == {"ada": "not taken", "ADA": "not taken", "bob": "taken"}
    rows = take({"BOB/n1.ipynb": OTHER}, pattern=pattern, update=True)
    assert "a student bob already" in note(rows, "BOB")
    assert set(submitted(course)) == {"bob/a1/n1.ipynb"}


# --- nothing is lost -------------------------------------------------------------------------------------------------


def test_nothing_is_overwritten_and_an_update_keeps_the_old_one_where_grading_does_not_look(
    course: Course, take: Take
) -> None:
    old, new = {"ada_1_1_n1.ipynb": NOTEBOOK}, {"ada_1_2_n1.ipynb": OTHER, "bob_2_3_n1.ipynb": NOTEBOOK}
    assert outcomes(take(old)) == {"1": "taken"}
    assert outcomes(take(old)) == {"1": "was there"}
    rows = take(new)
    assert outcomes(rows) == {"1": "not taken", "2": "taken"}
    assert "--update" in note(rows, "1")
    assert submitted(course)["1/a1/n1.ipynb"] == NOTEBOOK
    assert outcomes(take(new, update=True)) == {"1": "updated", "2": "was there"}
    assert submitted(course) == {
        "1/a1/n1.ipynb": OTHER, "1/.replaced/a1/1/n1.ipynb": NOTEBOOK, "2/a1/n1.ipynb": NOTEBOOK,
    }  # fmt: skip
    assert [s.student for s in course.submissions("a1")] == ["1", "2"]
    rows = take(old, update=True)  # the download of last week again
    assert outcomes(rows) == {"1": "not taken"}
    assert "it was replaced by the one that is there" in note(rows, "1")
    assert outcomes(take({"ada_1_9_n1.ipynb": b"third"}, update=True)) == {"1": "updated"}
    assert set(tree(course.path("submitted", "1", "a1").parent / ".replaced")) == {"a1/1/n1.ipynb", "a1/2/n1.ipynb"}


def test_an_update_that_is_older_by_its_own_time_is_not_taken(course: Course, take: Take) -> None:
    def export(time: str, content: bytes) -> dict[str, bytes | str]:
        return {"submission_metadata.yml": METADATA.replace("23:30", time), "submission_7/n1.ipynb": content}

    take(export("23:30", NOTEBOOK))
    rows = take(export("23:29", OTHER), update=True)
    assert "no older (2026-03-02 07:30 UTC)" in note(rows, "0042")
    assert outcomes(take(export("23:31", OTHER), update=True)) == {"0042": "updated"}


def test_a_dry_run_shows_the_same_and_writes_nothing(course: Course, tmp_path: Path) -> None:
    first = zipped(tmp_path / "1.zip", {"ada_1_1_n1.ipynb": NOTEBOOK, "bob_2_2_x.txt": b"", "eve_3_3_n1.ipynb": b"e"})
    second = zipped(tmp_path / "2.zip", {"ada_1_9_n1.ipynb": OTHER, "eve_3_3_n1.ipynb": b"e"})
    dry = collect(course, "a1", [first, second], Plan(update=True, dry_run=True))
    assert not (course.root / "submitted").exists()
    wet = collect(course, "a1", [first, second], Plan(update=True))
    assert [(r.student, r.source, r.outcome) for r in dry] == [(r.student, r.source, r.outcome) for r in wet]
    assert [row.outcome for row in wet] == ["taken", "updated", "not taken", "taken", "was there"]


@pytest.mark.parametrize("renames", [1, 2])
def test_a_killed_run_leaves_no_half_submission_and_the_next_one_goes_on(
    course: Course, tmp_path: Path, renames: int
) -> None:
    files = {"ada_1_1_n1.ipynb": NOTEBOOK, "ada_1_2_big.bin": b"x" * 100_000}
    collect(course, "a1", [zipped(tmp_path / "old.zip", {"ada_1_0_n1.ipynb": b"old"})], Plan())
    download = zipped(tmp_path / "new.zip", files)
    if (child := os.fork()) == 0:
        left, rename = [None] * renames, Path.rename

        def dying(self: Path, target: Path) -> Path:
            left.pop()
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return rename(self, target)

        Path.rename = dying  # type: ignore[method-assign, assignment]
        collect(course, "a1", [download], Plan(update=True))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    there = course.path("submitted", "1", "a1")
    kept = there if renames == 1 else there.parent / ".replaced" / "a1" / "1"
    assert tree(kept) == {"n1.ipynb": b"old"}
    assert [s.student for s in course.submissions("a1")] == (["1"] if renames == 1 else [])
    assert list((course.root / "submitted").glob(".collecting-*"))
    collect(course, "a1", [download], Plan(update=True))
    assert tree(there) == {"n1.ipynb": NOTEBOOK, "big.bin": b"x" * 100_000}
    assert not list((course.root / "submitted").glob(".collecting-*"))
    assert tree(there.parent / ".replaced") == {"a1/1/n1.ipynb": b"old"}


# --- hostile archives ------------------------------------------------------------------------------------------------

ADA = "Ada_1_assignsubmission_file_"


def test_nothing_leads_out_of_the_folder(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "hostile.zip"
    outside = [
        f"{ADA}/../../../../out.txt", "/tmp/out.txt", "C:\\out.txt", "..\\out.txt", f"{ADA}\\..\\..\\out.txt",
    ]  # fmt: skip
    modes = {f"{ADA}/link": stat.S_IFLNK, f"{ADA}/device": stat.S_IFCHR, f"{ADA}/pipe": stat.S_IFIFO}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{ADA}/n1.ipynb", NOTEBOOK)
        for name in outside:
            archive.writestr(name, b"out")
        for name, mode in modes.items():
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (mode | 0o777) << 16
            archive.writestr(info, b"/etc/passwd")
        archive.writestr(f"{ADA}/link/inside.txt", b"through the link")
    before = {p for p in tmp_path.rglob("*") if not p.is_relative_to(course.root)}
    rows = collect(course, "a1", [path], Plan())
    assert {p for p in tmp_path.rglob("*") if not p.is_relative_to(course.root)} == before
    assert submitted(course) == {"Ada/a1/n1.ipynb": NOTEBOOK, "Ada/a1/link/inside.txt": b"through the link"}
    assert outcomes(rows) == {"Ada": "taken"} | dict.fromkeys([*outside, *modes], "not taken")
    assert not any(p.is_symlink() for p in course.root.rglob("*"))


def test_links_in_an_unpacked_folder_and_in_submitted_are_not_followed(course: Course, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "n1.ipynb").write_bytes(b"secret")
    download = tmp_path / "unpacked"
    (download / ADA).mkdir(parents=True)
    (download / ADA / "n1.ipynb").write_bytes(NOTEBOOK)
    (download / ADA / "x.csv").symlink_to(secret / "n1.ipynb")
    (download / "Bob_2_assignsubmission_file_").symlink_to(secret)
    rows = collect(course, "a1", [download], Plan())
    assert submitted(course) == {"Ada/a1/n1.ipynb": NOTEBOOK}
    assert outcomes(rows) == {
        "Ada": "taken", f"{ADA}/x.csv": "not taken", "Bob_2_assignsubmission_file_": "not taken",
    }  # fmt: skip
    shutil.rmtree(course.root / "submitted" / "Ada")
    (course.root / "submitted" / "Ada").symlink_to(secret)
    rows = collect(course, "a1", [download], Plan(update=True))
    assert "something else than a folder" in note(rows, "Ada")
    assert tree(secret) == {"n1.ipynb": b"secret"}


def test_what_unpacks_to_too_much_is_not_unpacked(course: Course, take: Take) -> None:
    bomb = b"0" * 3_000_000  # a thousandth of it when packed
    rows = take({f"{ADA}/n1.ipynb": NOTEBOOK, f"{ADA}/bomb.bin": bomb})
    assert outcomes(rows) == {"Ada": "taken", f"{ADA}/bomb.bin": "not taken"}
    assert "more than 200 times its size" in note(rows, f"{ADA}/bomb.bin")
    rows = take({"Bob_2_assignsubmission_file_/n1.ipynb": b"x" * 20}, bounds=Bounds(file=10))
    assert outcomes(rows) == {"Bob_2_assignsubmission_file_/n1.ipynb": "not taken"}
    for bounds in (Bounds(files=1), Bounds(total=30)):
        with pytest.raises(SetupError, match=r"more than .* nothing was taken"):
            take({"Eve_3_assignsubmission_file_/n1.ipynb": b"x" * 20, f"{ADA}/n1.ipynb": b"x" * 20}, bounds=bounds)
    course.directory.max_dir_size = 1  # kB
    rows = take({"Eve_3_assignsubmission_file_/n1.ipynb": b"x" * 20, "Eve_3_assignsubmission_file_/b": b"x" * 1000})
    assert "max_dir_size" in note(rows, "Eve")
    assert set(submitted(course)) == {"Ada/a1/n1.ipynb"}


def test_a_size_that_lies_a_damaged_file_and_an_encrypted_one_cost_their_own_submission(
    course: Course, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "d.zip", {f"{name}_assignsubmission_file_/n1.ipynb": name * 50 for name in "ABCDE"})
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    entries = [i for i in range(len(raw)) if raw[i : i + 4] == b"PK\1\2"]  # the central directory, which is believed
    raw[entries[0] + 24 : entries[0] + 28] = (10).to_bytes(4, "little")  # A: fewer bytes than there are
    raw[entries[4] + 24 : entries[4] + 28] = (99).to_bytes(4, "little")  # E: more
    raw[infos[1].header_offset + 30 + len(infos[1].filename)] ^= 0xFF  # B: other bytes
    raw[entries[2] + 8] |= 1  # C: encrypted
    path.write_bytes(raw)
    rows = collect(course, "a1", [path], Plan())
    assert outcomes(rows) == {
        "A": "not taken", "B": "not taken", "C_assignsubmission_file_/n1.ipynb": "not taken", "D": "taken",
        "E": "not taken",
    }  # fmt: skip
    assert "encrypted" in note(rows, "C_assignsubmission_file_/n1.ipynb")
    assert set(submitted(course)) == {"D/a1/n1.ipynb"}


def test_whatever_a_submission_holds_is_taken_as_it_is_or_said_to_lack_a_notebook(course: Course, take: Take) -> None:
    def of(name: str, *files: str) -> dict[str, bytes | str]:
        return {f"{name}_1_assignsubmission_file_/{file}": NOTEBOOK for file in files}

    rows = take(
        {
            **of("Two", "first try.ipynb", "second try.ipynb"),
            **of("Folder", "n1.ipynb/n1.ipynb"),
            **of("Both", "n1.ipynb", "n1.ipynb/x.txt"),
            **of("None", "work.zip", ".ipynb_checkpoints/n1.ipynb"),
            **of("Twin", "n1.ipynb", "N1.ipynb", "sub\tdir/a\nb.txt"),
            **of("Hidden", ".n1.ipynb"),
        }
    )
    assert outcomes(rows) == {
        "Two": "taken", "Folder": "taken", "Twin": "taken", "Both": "not taken", "None": "not taken",
        "Hidden": "not taken",
    }  # fmt: skip
    assert "several notebooks could be meant" in note(rows, "Two")
    assert "only work.zip" in note(rows, "None")
    assert {name for name in submitted(course) if name.startswith("Tw")} == {
        "Two/a1/first try.ipynb", "Two/a1/second try.ipynb",
        "Twin/a1/n1.ipynb", "Twin/a1/N1.ipynb", "Twin/a1/sub_dir/a_b.txt",
    }  # fmt: skip


# --- the command -----------------------------------------------------------------------------------------------------


def run_command(course: Course, *arguments: str) -> tuple[int, str]:
    """Exit status and output of ``autograder collect``."""
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    options = parser.parse_args(["collect", *arguments, "--course-dir", str(course.root)])
    console = Console(force_terminal=True, width=200, color_system=None)
    with console.capture() as captured:
        status = options.command(options, console)
    return status, captured.get()


def test_the_table_shows_all_and_names_are_neither_markup_nor_commands_to_the_terminal(
    course: Course, tmp_path: Path
) -> None:
    path = zipped(tmp_path / "d.zip", {"[red]a\x1b[2J_1_1_n1.ipynb": NOTEBOOK, "strange\x1b]0;.txt": b""})
    status, output = run_command(course, "a1", str(path))
    assert status == 1
    assert "\x1b[2J" not in output
    assert "\x1b]0" not in output
    assert "[red]a" in output
    assert "1 taken, 1 not taken" in output
    status, output = run_command(course, "a1", str(zipped(path, {"a_1_1_n1.ipynb": NOTEBOOK})), "--dry-run")
    assert status == 0
    assert "1 was there; nothing was written" in output


def test_what_cannot_be_collected_at_all_says_what_to_do(course: Course, tmp_path: Path) -> None:
    path = zipped(tmp_path / "d.zip", {"n1.ipynb": NOTEBOOK})
    with pytest.raises(SetupError, match="--pattern"):
        run_command(course, "a1", str(path))
    with pytest.raises(SetupError, match=r"submission_metadata\.yml"):
        run_command(course, "a1", str(path), "--from", "gradescope")
    with pytest.raises(CourseError, match="No assignment 'a9'"):
        run_command(course, "a9", str(path))
    path.write_bytes(b"no zip")
    with pytest.raises(SetupError, match="neither a zip file nor a folder"):
        run_command(course, "a1", str(path))
