"""What ``autograder doctor`` finds: on this machine, on one that refuses sandboxes, in courses that are not right."""

import json
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nb_course import write_course
from small_course import AUTOGRADER

from autograder.capacity import core_count, memory_bytes
from autograder.course import Course
from autograder.doctor import asking
from autograder.doctor.asking import Failed, ask
from autograder.doctor.checks import CHECKS
from autograder.doctor.finding import Finding, Place, Skipped, State, safely
from autograder.errors import SetupError
from autograder.gradebook import open_gradebook

PROJECT = Path(__file__).resolve().parents[1]

# Starts a command in a user namespace in which no further one can be made. Only a process outside may map more than one
# user, and as root a sandbox must be able to become nobody.
WITHOUT_USER_NAMESPACES = """
import os, sys
from pathlib import Path
from autograder.sandbox import linux
entered, mapped = os.pipe(), os.pipe()
child = os.fork()
if child == 0:
    linux.unshare(linux.CLONE_NEWUSER)
    os.write(entered[1], b".")
    os.read(mapped[0], 1)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    os.execv(sys.argv[1], sys.argv[1:])
os.read(entered[0], 1)
if os.geteuid():
    Path(f"/proc/{child}/setgroups").write_text("deny")
for kind, number in (("uid", os.geteuid()), ("gid", os.getegid())):
    Path(f"/proc/{child}/{kind}_map").write_text(f"{number} {number} 1" if os.geteuid() else "0 0 65536")
os.write(mapped[1], b".")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
# Refuses what Docker's own filter refuses.
AS_IN_DOCKER = """
import os, sys
import pyseccomp
from autograder.sandbox import linux
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
flag = linux.CLONE_NEWUSER
rules.add_rule(pyseccomp.ERRNO(1), "unshare", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
rules.load()
os.execv(sys.argv[1], sys.argv[1:])
"""
ONE_CHECK = """
import sys
from pathlib import Path
from autograder.doctor.checks import CHECKS
from autograder.doctor.finding import Place, safely
finding = safely(CHECKS[sys.argv[1]], Place(Path("no such course")))
print(finding.state, finding.found, finding.advice)
"""


def doctor(*before: str, folder: Path, python: str = sys.executable) -> tuple[int, dict[str, dict[str, str]], str]:
    """Runs ``autograder doctor --json``; gives exit status, findings by name, and all that it printed."""
    command = [*before, python, *AUTOGRADER[1:], "doctor", "--json", "--course-dir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.stdout, done.stderr
    return done.returncode, {found["name"]: found for found in json.loads(done.stdout)}, done.stdout + done.stderr


def look(name: str, folder: Path) -> Finding:
    """What one check finds in a course."""
    return safely(CHECKS[name], Place(folder))


# --- machines --------------------------------------------------------------------------------------------------------


def test_where_all_is_well_it_says_so_changes_nothing_and_keeps_the_secret(tmp_path: Path) -> None:
    course = write_course(tmp_path, config=(PROJECT / "course_config.py").read_text())
    secret = course.secret()
    before = sorted(tmp_path.rglob("*"))
    status, findings, output = doctor(folder=tmp_path)
    assert [f for f in findings.values() if f["state"] == "problem"] == []
    assert status == 0
    assert tuple(findings) == tuple(CHECKS)
    assert findings["sandbox"]["found"] == "starts with every layer; PyTorch and MNIST are in it"
    assert "built for" in findings["PyTorch"]["found"]
    assert findings["source"]["found"] == "can be read: a1"
    assert sorted(tmp_path.rglob("*")) == before
    assert secret.hex() not in output


def test_with_user_namespaces_switched_off_it_names_the_setting_and_fails(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    status, findings, _ = doctor(sys.executable, "-c", WITHOUT_USER_NAMESPACES, folder=course.root)
    assert status == 1
    namespaces = findings["user namespaces"]
    assert (namespaces["state"], namespaces["found"]) == ("problem", "refused")
    assert "Run: sysctl -w user.max_user_namespaces=15000" in namespaces["advice"]
    assert findings["sandbox"]["found"] == "not tried: see user namespaces"
    assert [name for name, found in findings.items() if found["state"] == "problem"] == ["user namespaces"]


def test_where_docker_refuses_user_namespaces_it_gives_the_options_for_docker() -> None:
    command = [sys.executable, "-c", AS_IN_DOCKER, sys.executable, "-c", ONE_CHECK, "user namespaces"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)
    assert done.stdout.startswith("problem refused")
    assert "--security-opt seccomp=unconfined" in done.stdout


def environment(folder: Path, module: str, error: str) -> str:
    """A real environment in which importing a module fails; gives its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "real.pth").write_text(f"{sysconfig.get_path('purelib')}\n{PROJECT}\n")
    (packages / f"{module}.py").write_text(f"raise {error}\n")  # it comes before the real one
    return str(folder / "bin" / "python")


def test_without_torch_and_without_a_course_every_check_has_its_row(tmp_path: Path) -> None:
    python = environment(tmp_path / "venv", "torch", "ModuleNotFoundError(\"No module named 'torch'\")")
    status, findings, _ = doctor(folder=tmp_path / "nowhere", python=python)
    assert status == 1
    assert tuple(findings) == tuple(CHECKS)
    assert findings["PyTorch"]["state"] == "problem"
    assert "Run `make setup`" in findings["PyTorch"]["advice"]
    assert findings["sandbox"]["found"] == "not tried: see PyTorch"
    assert "No course folder" in findings["configuration"]["advice"]
    assert findings["gradebook"]["found"] == "not tried: see configuration"
    assert findings["MNIST"]["state"] == "ok"


def test_a_torchvision_made_for_another_torch_is_told_from_none(tmp_path: Path) -> None:
    error = "operator torchvision::nms does not exist"
    python = environment(tmp_path, "torchvision", f"RuntimeError({error!r})")
    command = [python, "-c", ONE_CHECK, "PyTorch"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=True)
    assert done.stdout.startswith("problem torch ")
    assert f"RuntimeError: {error}" in done.stdout
    assert "install both with one command" in done.stdout


@pytest.mark.parametrize(
    ("processes", "files", "memory", "cores"),
    [
        ("0::/box\n", {"box/memory.max": "max", "memory.max": "1048576", "box/cpu.max": "50000 100000"}, 1 << 20, 0.5),
        (
            "4:memory:/a/b\n1:cpu,cpuacct:/a\n0::/\n",
            {
                "memory/a/b/memory.limit_in_bytes": "9223372036854771712",
                "memory/a/memory.limit_in_bytes": "2097152",
                "cpu/cpu.cfs_quota_us": "-1",
                "cpu/a/cpu.cfs_quota_us": "25000",
                "cpu/a/cpu.cfs_period_us": "100000",
            },
            2 << 20,
            0.25,
        ),
    ],
    ids=["version 2", "version 1"],
)
def test_the_tightest_control_group_counts(
    tmp_path: Path, processes: str, files: dict[str, str], memory: int, cores: float
) -> None:
    (tmp_path / "cgroup").write_text(processes)
    for name, text in files.items():
        (tmp_path / "groups" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "groups" / name).write_text(f"{text}\n")
    assert memory_bytes(tmp_path / "cgroup", tmp_path / "groups") == memory
    assert core_count(tmp_path / "cgroup", tmp_path / "groups") == cores


def test_more_workers_than_this_machine_carries_are_warned_of_with_the_number_it_carries(tmp_path: Path) -> None:
    config = "c.Autograder.workers = 100_000\nc.Autograder.assignment_limits = {'a1': {'memory_mb': 8192}}"
    write_course(tmp_path, config=config)
    memory, cores = look("memory", tmp_path), look("cores", tmp_path)
    assert (memory.state, cores.state) == (State.WARNING, State.WARNING)
    assert "100000 × 8.0 GiB" in memory.found
    assert f"to at most {max(1, memory_bytes() >> 33)}," in memory.advice
    assert f"to at most {max(1, int(core_count()))}:" in cores.advice


def test_a_damaged_digit_is_found_and_the_advice_mends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_CACHE", str(tmp_path))
    assert look("MNIST", tmp_path).state is State.OK
    [labels] = tmp_path.rglob("t10k-labels-idx1-ubyte")
    labels.write_bytes(labels.read_bytes()[:-1] + b"\xff")  # of the right size: nobody notices when it is used
    finding = look("MNIST", tmp_path)
    assert (finding.state, finding.found) == (State.PROBLEM, "damaged: t10k-labels-idx1-ubyte")
    assert f"Remove {tmp_path / 'mnist'}:" in finding.advice


# --- checks that fail ------------------------------------------------------------------------------------------------


def raising(error: Exception) -> Callable[[Place], Finding]:
    """A check that fails."""

    def check(_: Place) -> Finding:
        raise error

    return check


def test_a_check_that_fails_is_a_finding() -> None:
    place = Place(Path())
    assert safely(raising(ZeroDivisionError("by 0")), place).found == "ZeroDivisionError: by 0"
    assert safely(raising(SetupError("Do this.")), place) == Finding("see below", State.PROBLEM, "Do this.")
    assert safely(raising(Skipped("torch")), place) == Finding("not tried: see torch", State.WARNING)


def test_what_crashes_or_never_ends_is_not_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    crash: Any = os.abort
    with pytest.raises(Failed, match="ended by SIGABRT"):
        ask(crash)
    monkeypatch.setattr(asking, "SECONDS", 1)
    wait: Any = signal.pause
    with pytest.raises(Failed, match="no answer in 1 s"):
        ask(wait)


# --- courses ---------------------------------------------------------------------------------------------------------

OURS = "c.Autograde.autograde_preprocessors = ['autograder.nbgrader_hooks.GradeAcrossTheWall']\n"


@pytest.mark.parametrize(
    ("config", "state", "advice"),
    [
        (OURS, State.OK, ""),
        ("", State.WARNING, "in the same process as the hidden tests"),
        (
            OURS + "c.Autograde.autograde_preprocessors.append('nbgrader.preprocessors.Execute')",
            State.WARNING,
            "as you",
        ),
        (OURS + "c.GradeAcrossTheWall.enabled = False", State.PROBLEM, "give everyone full marks, or nobody any"),
        ("c.Execute.enabled = False", State.PROBLEM, "give everyone full marks"),
        ("c.Autograde.sanitize_preprocessors = ['autograder.no_such.Step']", State.PROBLEM, "not there"),
    ],
)
def test_what_nbgrader_autograde_would_do_is_seen(tmp_path: Path, config: str, state: State, advice: str) -> None:
    finding = look("nbgrader autograde", write_course(tmp_path, config=config).root)
    assert finding.state is state
    assert advice in finding.advice


def test_this_project_takes_its_own_way_and_shows_no_hidden_test(tmp_path: Path) -> None:
    for name, plain in (("nbgrader autograde", "runs without a sandbox"), ("nbgrader feedback", "shows hidden tests")):
        assert look(name, PROJECT).state is State.OK
        assert look(name, tmp_path).found == plain


def garbage(course: Course) -> None:
    (course.root / "gradebook.db").write_bytes(b"no database" * 100)


def made(course: Course) -> None:
    with open_gradebook(course):
        pass


def older(course: Course) -> None:
    with open_gradebook(course) as gradebook:
        gradebook.db.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '167914646830'")
        gradebook.db.commit()


@pytest.mark.parametrize(
    ("prepare", "state", "found"),
    [
        (made, State.OK, "opens; schema"),
        (older, State.PROBLEM, "has schema 167914646830, not"),
        (garbage, State.PROBLEM, "file is not a database"),
    ],
)
def test_a_gradebook_is_opened(tmp_path: Path, prepare: Callable[[Course], None], state: State, found: str) -> None:
    prepare(write_course(tmp_path))
    finding = look("gradebook", tmp_path)
    assert finding.state is state
    assert found in finding.found
    assert ("nbgrader db upgrade" in finding.advice) == (state is State.PROBLEM)


def test_the_password_of_a_database_is_not_shown(tmp_path: Path) -> None:
    write_course(tmp_path, config="c.CourseDirectory.db_url = 'postgresql://me:hunter2@localhost:1/grades'")
    finding = look("gradebook", tmp_path)
    assert finding.state is State.PROBLEM
    assert "postgresql://me:***@localhost:1/grades" in finding.found
    assert "hunter2" not in finding.found + finding.advice


def test_a_course_that_does_not_load_and_sources_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    course = write_course(tmp_path)
    (course.root / "source" / "a1" / "n1.ipynb").write_text("{")
    (course.root / "source" / "a2").mkdir()
    (course.root / "source" / "a2" / "n1.ipynb").write_text("{")
    finding = look("source", tmp_path)
    assert finding.found == "cannot be read: 2 of 2 assignments"
    assert [line.count("n1.ipynb") > 0 for line in finding.advice.splitlines()] == [True, True]
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.Autograder.workers = 'many'\n")
    finding = look("configuration", tmp_path)
    assert finding.state is State.PROBLEM
    assert "workers" in finding.advice
    (tmp_path / "nbgrader_config.py").write_text("c.AssignLatePenalties.plugin_class = 'fractions.Fraction'\n")
    finding = look("configuration", tmp_path)
    assert finding.state is State.PROBLEM
    assert "plugin_class in course_config.py" in finding.advice
    assert "not the Fraction" in finding.advice


def test_grading_without_isolation_is_a_warning_wherever_it_was_chosen(tmp_path: Path) -> None:
    write_course(tmp_path, config="c.Autograder.isolation = 'none'")
    finding = look("user namespaces", tmp_path)
    assert finding.state is State.WARNING
    assert "runs as you, with your files" in finding.advice
    assert look("sandbox", tmp_path).found == "not tried: see user namespaces"


# --- Jupyter ---------------------------------------------------------------------------------------------------------


def test_panels_that_are_switched_off_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("Jupyter extensions", tmp_path).state is State.OK
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    server = {"jpserver_extensions": {"nbgrader.server_extensions.formgrader": False}}
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": server}))
    (tmp_path / "labconfig").mkdir()
    page = {"disabledExtensions": {"@jupyter/nbgrader:create-assignment": True}}
    (tmp_path / "labconfig" / "page_config.json").write_text(json.dumps(page))
    finding = look("Jupyter extensions", tmp_path)
    assert finding.state is State.WARNING
    assert finding.found == "not enabled: formgrader (server), create-assignment (JupyterLab)"


def test_a_jupyter_of_another_environment_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jupyter").touch(mode=0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    finding = look("Jupyter", tmp_path)
    assert finding.state is State.WARNING
    assert finding.found == f"{tmp_path / 'jupyter'} comes first on PATH"
