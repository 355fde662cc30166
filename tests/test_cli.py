"""The command line in real runs: exit statuses, messages, what is shown on a terminal, and Ctrl-C."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from conftest import processes, wait_for
from nb_course import solved, submit, write_course
from small_course import AUTOGRADER, copy_course, write_class

from autograder.cli import main
from autograder.course import Course, load_course
from autograder.gradebook import scores

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs ``autograder`` on a course; gives exit status, stdout and stderr."""

    def run(course: Course, *arguments: str) -> tuple[int, str, str]:
        status = main([*arguments, "--course-dir", str(course.root)])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, int, str]:
    """A class graded by ``autograder grade`` for the first time: the course, the exit status, all output."""
    course = write_class(tmp_path_factory.mktemp("class"))
    done = subprocess.run(
        [*AUTOGRADER, "grade", "a1", "--workers", "2"], cwd=course.root, capture_output=True, text=True, check=False
    )
    return course, done.returncode, done.stdout + done.stderr


# --- grade -----------------------------------------------------------------------------------------------------------


def test_grade_shows_a_row_for_each_student_and_fails_for_the_unreadable_one_only(
    graded: tuple[Course, int, str],
) -> None:
    course, status, output = graded
    assert status == 1
    assert re.search(r"ada +│ +6 / 10 +│ +│ +2 ", output)
    assert re.search(r"bob +│ +1 / 10 +│ +2 +│ +2 ", output)
    assert re.search(r"eve +│ +not graded", output)
    assert f"eve: {course.root}/submitted/eve/a1/n1.ipynb is cut off in the middle" in output
    assert "ada: test_wrong: the test itself failed, left for a person." in output
    assert "No module named 'no_such_module'" in output
    assert "2 of 3 submissions graded on" in output
    assert {s.student: s.score for s in scores(load_course(course.root), "a1")} == {"ada": 6, "bob": 1}


def test_grade_is_quiet_where_nobody_watches(graded: tuple[Course, int, str]) -> None:
    _, _, output = graded
    for noise in ("\x1b", "\r", "Warning", "Traceback", "0/3"):
        assert noise not in output


def test_grade_exits_with_0_whatever_a_student_scored_and_grades_only_what_changed(
    graded: tuple[Course, int, str], tmp_path: Path, command: Command
) -> None:
    course = copy_course(graded[0], tmp_path)
    kept = course.root / ".autograder" / "results" / "a1" / "bob.json"
    before = kept.stat().st_mtime_ns
    status, output, _ = command(course, "grade", "a1", "--student", "bob", "--student", "ada")
    assert status == 0
    assert "2 of 2 submissions graded (2 of them before, and unchanged since: --force grades them again)" in output
    assert kept.stat().st_mtime_ns == before
    assert "eve" not in output


def nothing_wrong(course: Course) -> None:
    """Leaves the course as it is."""


def break_configuration(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.Autograder.workers = 'many'\n")


def break_source(course: Course) -> None:
    (course.root / "source" / "a1" / "n1.ipynb").write_text("{")


def unsubmit(course: Course) -> None:
    (course.root / "submitted").rename(course.root / "moved")


@pytest.mark.parametrize(
    ("change", "arguments", "reason"),
    [
        (nothing_wrong, ["grade", "a2"], "No assignment 'a2' in *[[]red]/source: there are a1."),
        (nothing_wrong, ["grade", "../a1"], "No assignment '../a1' in *"),
        (nothing_wrong, ["verify", "a2"], "No assignment 'a2' in *"),
        (nothing_wrong, ["release", "a2"], "No assignment 'a2' in *"),
        (nothing_wrong, ["grade", "a1", "--student", "zoe"], "No submission of a1 by zoe: looked for *zoe/a1."),
        (nothing_wrong, ["verify", "a1", "--exercise", "nope"], "--exercise: no graded solution cell is called nope*"),
        (unsubmit, ["grade", "a1"], "Nothing was submitted: *submitted/<student>/a1 does not exist yet."),
        (break_configuration, ["grade", "a1"], "The configuration of * does not load: *The 'workers' trait*"),
        (break_source, ["grade", "a1"], "*source/a1/n1.ipynb*"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_line(
    change: Callable[[Course], None], arguments: list[str], reason: str, tmp_path: Path, command: Command
) -> None:
    course = write_class(tmp_path / "[red]")  # a name that rich would take for a color
    change(course)
    status, output, error = command(course, *arguments)
    assert status == 2
    assert output == ""
    pytest.LineMatcher(error.splitlines()).fnmatch_lines([f"autograder: {reason}"])
    assert "Traceback" not in error
    assert not (course.root / "gradebook.db").exists()


def test_a_course_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grade", "a1", "--course-dir", str(tmp_path / "nowhere")]) == 2
    assert f"No course folder {tmp_path}/nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["-1", "two", "1.5", "99999"])
def test_a_number_of_workers_that_makes_no_sense_is_refused(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["grade", "a1", "--workers", workers])
    assert stopped.value.code == 2
    assert "is not a number of workers (0 to 1024)" in capsys.readouterr().err


def test_help_does_not_wait_for_torch_or_nbgrader() -> None:
    program = (
        "import sys, autograder.cli\n"
        "try: autograder.cli.main(['grade', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'torch', 'nbgrader'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "--student" in done.stdout


# --- on a terminal ---------------------------------------------------------------------------------------------------


def test_ctrl_c_on_a_terminal_keeps_what_is_graded_and_leaves_no_process_and_the_next_run_goes_on(
    tmp_path: Path, command: Command
) -> None:
    course = write_course(tmp_path)
    submit(course, "ada", solved(course))
    endless = submit(course, "zed", solved(course, {"double": "while True:\n    pass"}))
    pid, terminal = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background job, which this may be, ignores it
        os.chdir(tmp_path)
        os.execvpe(AUTOGRADER[0], [*AUTOGRADER, "grade", "a1", "--workers", "1"], os.environ | {"COLUMNS": "100"})
    shown = Terminal(terminal)
    shown.read_until("1/2 0:00:0?[0-9] grading zed|1/2 -:--:-- grading zed")  # ada is recorded by then
    wait_for(lambda: len(mine(pid)) >= 3)  # warm process, grader, sandbox
    started = mine(pid)
    os.write(terminal, b"\x03")
    shown.read_until("autograder: stopped; what was done so far is kept. Run it again to go on.")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
    assert "Traceback" not in shown.text
    wait_for(lambda: not started & set(processes()))
    assert [s.student for s in scores(load_course(tmp_path), "a1") if s.score] == ["ada"]

    kept = tmp_path / ".autograder" / "results" / "a1" / "ada.json"
    before = kept.stat().st_mtime_ns
    nbformat.write(nbformat.from_dict(solved(course)), endless)
    status, output, _ = command(course, "grade", "a1", "--workers", "1")
    assert status == 0
    assert "2 of 2 submissions graded (1 of them before, and unchanged since" in output
    assert kept.stat().st_mtime_ns == before
    assert {s.student: s.score for s in scores(load_course(tmp_path), "a1")} == {"ada": 3, "zed": 3}


class Terminal:
    """Our side of a pseudo-terminal: what was shown on it, without its control sequences."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor, self.text = descriptor, ""

    def read_until(self, pattern: str, seconds: float = 90) -> None:
        """Reads until what was shown matches.

        Raises:
            AssertionError: it does not, in that time, or nothing more can come.
        """
        end = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            assert select.select([self.descriptor], [], [], max(0, end - time.monotonic()))[0], self.text
            try:
                part = os.read(self.descriptor, 65536).decode(errors="replace")
            except OSError:  # how Linux says that the other side hung up
                part = ""
            assert part, self.text
            self.text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.text + part)


def mine(session: int) -> set[int]:
    """Pids of the processes of a terminal session, its leader left out."""
    found = set()
    for pid in processes():
        try:
            if os.getsid(pid) == session and pid != session:
                found.add(pid)
        except OSError:  # it ended while we looked
            continue
    return found


# --- release ---------------------------------------------------------------------------------------------------------


def test_release_writes_what_check_then_accepts_until_either_side_changes(tmp_path: Path, command: Command) -> None:
    course = write_course(tmp_path)
    released = tmp_path / "release" / "a1" / "n1.ipynb"
    status, output, _ = command(course, "release", "a1", "--check")
    assert status == 1
    assert f"{released} is missing" in output
    assert "Run: autograder release a1" in output
    status, output, _ = command(course, "release", "a1")
    assert status == 0
    assert f"Released to {released.parent}" in output
    assert "return 2 * x" not in released.read_text()
    assert command(course, "release", "a1", "--check")[0] == 0
    released.write_text(released.read_text().replace("Numbers", "Digits"))
    status, output, _ = command(course, "release", "a1", "--check")
    assert status == 1
    assert f"{released} is not what source/ gives (first in cell 0)" in output
