"""Exports of grades: what other programs read, and what no student's name may do to them."""

import argparse
import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from nbgrader.api import Gradebook
from rich.console import Console
from small_course import add_twins, write_class

from autograder.commands import export
from autograder.course import Course
from autograder.errors import AutograderError, CourseError, SetupError
from autograder.exports.cells import FORMULA, csv_text, inert, points
from autograder.gradebook import Recorder
from autograder.sandbox.warm import Warm
from autograder.session import Options, Session

DOCS = Path(__file__).parents[1] / "docs" / "exports.md"
STUDENTS = {
    "ada": {"first_name": 'Ädä, the "first"', "last_name": "Lovelace\nKing", "lms_user_id": "101"},
    "bob": {"first_name": "\x1b[31m\x07B<b>&", "last_name": "=cmd|' /C calc'!A0", "email": "bob@example.org"},
}
CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,a1 (77),Other (78),Final Score\r\n"
    ",,,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,,10.0,5,(read only)\r\n"
    '"Lovelace, Ada",101,s1,al1,"One, and Two",=1+1,3,4,70.5\r\n'
    '"Bob, B",102,s2,bob,One,,2,,\r\n'
    '"Carl, C",103,s3,carl,One,,EX,1,\r\n'
)
WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (grade),"
    "Feedback comments\n"
    "Participant 11,=Bob,BOB@example.org,Submitted for grading,,10.00,Yes,-,\n"
    'Participant 12,Carl,carl@example.org,No submission,5.00,10.00,Yes,"Monday, 2 March 2026, 9:00 AM",Good\n'
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Course:
    """Ada is finished, a person having looked; bob is late, and waits; eve's file cannot be read."""
    course = write_class(tmp_path_factory.mktemp("course"))
    add_twins(course)
    for name in ("a1", "a2"):
        assignment = course.assignment(name)
        with Session(course, Options(workers=0), warm) as session, Recorder(course, assignment) as recorder:
            for result in session.grade(assignment, course.submissions(name)):
                recorder.record(result)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        for student, names in STUDENTS.items():
            gradebook.update_or_create_student(student, **names)
        for grade_id, score in (("why", 2.5), ("test_wrong", 1.0)):
            grade = gradebook.find_grade(grade_id, "n1", "a1", "ada")
            grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.find_submission_notebook("n1", "a1", "bob").late_submission_penalty = 0.5
        comment = gradebook.find_comment("why", "n1", "a1", "ada")
        comment.manual_comment = "=Well <b>said</b>"
        gradebook.db.commit()
    return course


class Exported:
    """What a command wrote: the file, and what it said to the instructor."""

    def __init__(self, course: Course, output: Path, *arguments: object) -> None:
        parser = argparse.ArgumentParser()
        export.add(parser.add_subparsers())
        line = ["export", *arguments, "--course-dir", course.root, "--output", output]
        options = parser.parse_args([str(part) for part in line])
        console = Console(file=io.StringIO(), width=1000)
        assert options.command(options, console) == 0
        self.said = console.file.getvalue()
        self.text = output.read_bytes().decode() if output.exists() else ""

    def rows(self, delimiter: str = ",") -> list[list[str]]:
        """The table."""
        return list(csv.reader(io.StringIO(self.text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))

    def records(self) -> list[dict[str, str]]:
        """Its rows by the names of the columns."""
        header, *rows = self.rows()
        return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "exported"


def roster(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode())
    return path


# --- cells -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", "\r1", "\n1", "  =1", "＝1", "\x00=1", "\x1b=1"])
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert inert(text).startswith("'")
    assert not FORMULA.match(inert(text))


def test_other_texts_and_numbers_stay_and_no_text_falls_apart() -> None:
    assert [inert(text) for text in ("Ada", "a=b", "'=1", "")] == ["Ada", "a=b", "'=1", ""]
    assert [points(value) for value in (2.0, 2.5, 100 / 3, -1.0)] == [2, 2.5, 33.3333, -1]
    assert csv_text([["a;=1", -1]]) == '"a;=1",-1\r\n'  # where ; is the delimiter, the quotes keep it together


# --- csv, json, junit ------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_student_and_assignment_and_a_column_for_each_exercise(
    course: Course, output: Path
) -> None:
    made = Exported(course, output, "csv")
    ada, bob, second = made.records()
    assert (ada["student_id"], ada["score"], ada["total"], ada["max_score"]) == ("ada", "9.5", "9.5", "10")
    assert (bob["score"], bob["late_penalty"], bob["total"]) == ("1", "0.5", "0.5")
    assert (ada["exercises_waiting_for_a_person"], bob["exercises_waiting_for_a_person"]) == ("0", "2")
    assert (ada["a1/n1/why"], bob["a1/n1/test_tier"], bob["a2/n2/test_double"]) == ("2.5", "1", "")
    assert (second["assignment"], second["a2/n1/test_double"], second["a2/n2/test_double"]) == ("a2", "0", "2")
    assert ada["first_name"] == STUDENTS["ada"]["first_name"]
    assert ada["last_name"] == STUDENTS["ada"]["last_name"]
    assert bob["last_name"] == "'=cmd|' /C calc'!A0"
    assert bob["first_name"] == "[31mB<b>&"
    assert "a1: 1 submissions wait for a person (bob); what the machine gave was exported" in made.said


def test_only_the_named_assignments_and_only_what_is_finished(course: Course, output: Path) -> None:
    made = Exported(course, output, "csv", "a1", "--finished-only")
    assert [(row["assignment"], row["student_id"]) for row in made.records()] == [("a1", "ada")]
    assert "1 submissions wait for a person (bob); they were left out" in made.said


def test_json_is_what_the_documentation_says_and_holds_nothing_hidden(course: Course, output: Path) -> None:
    made = Exported(course, output, "json")
    [schema] = re.findall(r"```json\n(.*?)```", DOCS.read_text(), re.S)
    document = json.loads(made.text)
    jsonschema.Draft202012Validator.check_schema(json.loads(schema))
    jsonschema.validate(document, json.loads(schema), jsonschema.Draft202012Validator)
    ada, bob = document["assignments"][0]["submissions"]
    exercises = {e["grade_id"]: e for e in bob["notebooks"][0]["exercises"]}
    assert exercises["test_double"]["message"] == "negative numbers"
    assert exercises["test_wrong"] | {"waits": True, "message": "", "score": 0} == exercises["test_wrong"]
    assert ada["notebooks"][0]["exercises"][-1]["comment"] == "=Well <b>said</b>"
    for hidden in ("double(-3)", "no_such_module", "BEGIN HIDDEN"):
        assert hidden not in made.text
    assert made.text.isascii()


def test_junit_has_a_suite_for_each_submission_and_the_authors_messages(course: Course, output: Path) -> None:
    root = ET.fromstring(Exported(course, output, "junit").text)
    ada, bob, _ = root
    assert (ada.get("name"), ada.get("tests"), ada.get("failures"), ada.get("skipped")) == ("a1.ada", "5", "1", "0")
    assert (bob.get("failures"), bob.get("errors"), bob.get("skipped")) == ("3", "1", "1")
    [case] = bob.findall("testcase[@name='n1: test_double']")
    assert [child.tag for child in case] == ["properties", "failure"]
    assert {p.get("name"): p.get("value") for p in case.iter("property")} == {
        "points": "0",
        "max_points": "2",
        "title": "Double it",
    }
    assert case.findtext("failure") == "0 of 2 points. negative numbers"
    [by_hand] = ada.findall("testcase/failure")
    assert by_hand.get("message") == "2.5 of 3 points. =Well <b>said</b>"
    names = {p.get("name"): p.get("value") for p in bob.findall("properties/property")}
    assert names["student"] == "=cmd|' /C calc'!A0, [31mB<b>&"


# --- canvas ----------------------------------------------------------------------------------------------------------


def test_a_new_file_for_canvas_has_its_columns_and_the_points_possible(course: Course, output: Path) -> None:
    made = Exported(course, output, "canvas", "--column", "a2=Twins (9)")
    header, possible, ada, bob = made.rows()
    # What lib/gradebook_importer.rb of Canvas looks for.
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "a1", "Twins (9)"]
    assert "Points Possible" in possible[0]
    assert possible[1:] == ["", "", "", "", "10", "4"]
    assert ada == ['Lovelace\nKing, Ädä, the "first"', "101", "", "ada", "", "9.5", "2"]
    assert bob == ["'=cmd|' /C calc'!A0, [31mB<b>&", "", "", "bob", "", "0.5", ""]
    assert "No lms_user_id in the gradebook for bob" in made.said


def test_canvas_own_export_is_filled_in_and_otherwise_stays(course: Course, output: Path, tmp_path: Path) -> None:
    made = Exported(course, output, "canvas", "a1", "--roster", roster(tmp_path, CANVAS))
    before = list(csv.reader(io.StringIO(CANVAS.removeprefix("\ufeff"), newline="")))
    before[3][6], before[4][6] = "9.5", "0.5"  # by ID, by SIS Login ID; Carl handed in nothing
    assert made.rows() == before
    assert made.text.startswith("\ufeff")
    assert "nobody in the file" not in made.said


def test_unfinished_work_keeps_what_canvas_has(course: Course, output: Path, tmp_path: Path) -> None:
    made = Exported(course, output, "canvas", "a1", "--finished-only", "--roster", roster(tmp_path, CANVAS))
    assert [row[6] for row in made.rows()[3:]] == ["9.5", "2", "EX"]


@pytest.mark.parametrize(
    ("old", "new", "said", "grades"),
    [
        ('Bob, B",102,s2,bob', 'Bob, B",102,s2,b0b', "bob: nobody in the file fits", ["9.5", "2", "EX"]),
        ("103,s3,carl", "103,s3,BOB", "bob: the file leaves open who that is", ["9.5", "2", "EX"]),
        ("101,s1,al1", "101,s1,bob", "bob: the file leaves open", ["9.5", "2", "EX"]),
        ("10.0,5", "100,5", "Canvas has 100 points possible, and here there are 10", ["9.5", "0.5", "EX"]),
    ],
)
def test_whoever_canvas_cannot_match_is_named_and_nobody_is_guessed(
    course: Course, output: Path, tmp_path: Path, old: str, new: str, said: str, grades: list[str]
) -> None:
    assert old in CANVAS
    made = Exported(course, output, "canvas", "a1", "--roster", roster(tmp_path, CANVAS.replace(old, new)))
    assert said in made.said
    assert [row[6] for row in made.rows()[3:]] == grades


def test_two_students_on_one_line_get_no_grade(course: Course, output: Path, tmp_path: Path) -> None:
    lines = CANVAS.replace("101,s1,al1", "999,s1,al1").replace("102,s2,bob", "101,s2,bob")
    made = Exported(course, output, "canvas", "a1", "--roster", roster(tmp_path, lines))
    assert [row[6] for row in made.rows()[3:]] == ["3", "2", "EX"]
    assert made.said.count("fits somebody else as well") == 2


def test_a_column_that_is_not_there_is_asked_for_and_can_be_named(course: Course, output: Path, tmp_path: Path) -> None:
    path = roster(tmp_path, CANVAS.replace("a1 (77)", "Exercise 1 (77)"))
    with pytest.raises(SetupError, match=r"--column 'a1=COLUMN'.*Exercise 1 \(77\)"):
        Exported(course, output, "canvas", "a1", "--roster", path)
    assert not output.exists()
    made = Exported(course, output, "canvas", "a1", "--roster", path, "--column", "a1=Exercise 1 (77)")
    assert [row[6] for row in made.rows()[3:]] == ["9.5", "0.5", "EX"]


def test_a_european_export_keeps_its_delimiter(course: Course, output: Path, tmp_path: Path) -> None:
    header = "Student;ID;SIS Login ID;Section;a1 (77)"
    lines = f"{header}\n    Points Possible;;;;10,00\nLovelace;101;al1;A;3,5\n"
    made = Exported(course, output, "canvas", "a1", "--roster", roster(tmp_path, lines))
    assert made.rows(";")[2] == ["Lovelace", "101", "al1", "A", "9.5"]
    assert "points possible" not in made.said


# --- moodle ----------------------------------------------------------------------------------------------------------


def test_a_new_file_for_moodle_has_grades_and_comments_that_are_no_html(course: Course, output: Path) -> None:
    ada, bob = Exported(course, output, "moodle", "a1").records()
    assert (ada["Username"], ada["ID number"], bob["Email address"]) == ("ada", "101", "bob@example.org")
    assert (ada["Assignment: a1"], bob["Assignment: a1"]) == ("9.5", "0.5")
    assert "Why?: 2.5 of 3. =Well &lt;b&gt;said&lt;/b&gt;" in ada["Assignment: a1 (Feedback)"]
    feedback = bob["Assignment: a1 (Feedback)"].split("<br>")
    assert feedback[0] == "A person has yet to look at this: the points may change."
    assert "Double it: 0 of 2. negative numbers" in feedback
    assert feedback[-1] == "0.5 points taken off for coming late."


def test_moodles_grading_worksheet_is_filled_in_and_otherwise_stays(
    course: Course, output: Path, tmp_path: Path
) -> None:
    made = Exported(course, output, "moodle", "a1", "--roster", roster(tmp_path, WORKSHEET))
    before = list(csv.reader(io.StringIO(WORKSHEET, newline="")))
    after = made.rows()
    assert after[1][4] == "0.5"
    assert "negative numbers" in after[1][8]
    before[1][4], before[1][8] = after[1][4], after[1][8]
    assert after == before
    assert "ada: nobody in the file fits" in made.said
    assert "maximum grade" not in made.said


def test_a_worksheet_is_one_assignments_and_grades_above_its_maximum_are_announced(
    course: Course, output: Path, tmp_path: Path
) -> None:
    with pytest.raises(SetupError, match="name the assignment"):
        Exported(course, output, "moodle", "--roster", roster(tmp_path, WORKSHEET))
    made = Exported(course, output, "moodle", "a1", "--roster", roster(tmp_path, WORKSHEET.replace("10.00", '"5,00"')))
    assert "Moodle has a maximum grade of 5,00, and here there are 10 points" in made.said


def test_moodles_gradebook_is_filled_in(course: Course, output: Path, tmp_path: Path) -> None:
    lines = (
        "First name,ID number,Email address,Assignment: a1 (Real),Assignment: a1 (Feedback),Course total (Real)\n"
        "Ada,101,,-,,-\nBob,,bob@example.org,1.00,,-\n"
    )
    ada, bob = Exported(course, output, "moodle", "a1", "--roster", roster(tmp_path, lines)).records()
    assert (ada["Assignment: a1 (Real)"], bob["Assignment: a1 (Real)"]) == ("9.5", "0.5")
    assert "negative numbers" in bob["Assignment: a1 (Feedback)"]
    assert (bob["Course total (Real)"], ada["Email address"]) == ("-", "")


# --- files -----------------------------------------------------------------------------------------------------------


UNUSABLE = [
    ("canvas", b"PK\x03\x04\xff\xff", "cannot be read"),
    ("canvas", b"", "no line of column names"),
    ("canvas", b'Student,ID\n"not closed', "cannot be read"),
    ("canvas", b"Name,Number,a1\nada,1,2\n", "no export of Canvas's gradebook"),
    ("moodle", b"Name,Number,a1\nada,1,2\n", "no export of Moodle"),
]


@pytest.mark.parametrize(("format", "content", "message"), UNUSABLE)
def test_a_roster_that_is_none_says_what_to_do_and_nothing_is_written(
    course: Course, output: Path, tmp_path: Path, format: str, content: bytes, message: str
) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(SetupError, match=message):
        Exported(course, output, format, "a1", "--roster", path)
    assert not output.exists()


def test_the_roster_is_not_written_over(course: Course, tmp_path: Path) -> None:
    path = roster(tmp_path, CANVAS)
    with pytest.raises(SetupError, match="so that the roster stays"):
        Exported(course, path, "canvas", "a1", "--roster", path)
    assert path.read_bytes().decode() == CANVAS


def test_standard_output_holds_the_export_and_nothing_else(course: Course, capfd: pytest.CaptureFixture[str]) -> None:
    Exported(course, Path("-"), "json", "a1")
    out, err = capfd.readouterr()
    assert json.loads(out)["version"] == 1
    assert "wait for a person" in err


def test_a_file_is_there_as_a_whole_or_not_at_all_and_is_the_instructors(course: Course, tmp_path: Path) -> None:
    output = tmp_path / "grades.csv"
    output.write_text("old")
    for place in (tmp_path / "nowhere" / "grades.csv", tmp_path):
        with pytest.raises(SetupError, match="cannot be written"):
            Exported(course, place, "csv")
    Exported(course, output, "csv")
    assert output.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


def test_what_was_not_graded_cannot_be_exported(tmp_path: Path, output: Path) -> None:
    course = write_class(tmp_path / "new")
    for arguments in (["csv"], ["csv", "a1"], ["canvas", "a3"]):
        with pytest.raises(CourseError) as error:
            Exported(course, output, *arguments)
        assert isinstance(error.value, AutograderError)
