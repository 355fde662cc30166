"""The walls around a sandbox. Each layer is looked at from inside, with it and with that layer alone left out."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import accepting, children, is_root, processes, wait_for

from autograder.course import Limits
from autograder.errors import SandboxDied
from autograder.sandbox import isolation

Start = Callable[..., Any]

STATUS = "{l.split(':')[0]: l.split()[1] for l in open('/proc/self/status') if len(l.split()) > 1}"


@pytest.fixture(scope="module")
def neighbor() -> Iterator[Path]:
    """A file that any user of this machine may read."""
    folder = Path(tempfile.mkdtemp(prefix="neighbor-"))
    folder.chmod(0o755)
    (folder / "work.ipynb").write_text("the answer of another student")
    yield folder / "work.ipynb"
    (folder / "work.ipynb").unlink()
    folder.rmdir()


@pytest.fixture(scope="module")
def listener() -> Iterator[int]:
    with accepting() as port:
        yield port


@pytest.fixture(scope="module")
def shared_memory() -> Iterator[int]:
    """Key of a System V shared memory segment of this machine, open to everyone."""
    libc, key = ctypes.CDLL(None), 0x0A17_0000 | (os.getpid() & 0xFFFF)
    number = libc.shmget(key, 4096, 0o1666)
    assert number >= 0
    yield key
    libc.shmctl(number, 0, None)


# --- each layer, with and without it ---------------------------------------------------------------------------------

CONNECT = """
import socket
def reach(address):
    try:
        socket.create_connection(address, 5).close()
        return True
    except OSError:
        return False
reach(("127.0.0.1", {port}))
"""
READ = """
from pathlib import Path
def read(path):
    try:
        return Path(path).read_text()
    except OSError:
        return None
read("{path}") is not None
"""
UNSHARE = "import ctypes\nctypes.CDLL(None).unshare(0x10000000) == 0  # CLONE_NEWUSER"
NAMESPACE = "import os\nos.readlink('/proc/self/ns/{kind}') != '{host}'"


def look(student: Start, source: str, *without: str) -> Any:
    return student(without=without).value(source)


def test_the_network_of_the_machine_cannot_be_reached(student: Start, listener: int) -> None:
    source = CONNECT.format(port=listener)
    assert look(student, source) is False
    assert look(student, source, "network") is True


def test_no_file_but_the_allow_listed_ones_can_be_read(student: Start, neighbor: Path) -> None:
    source = READ.format(path=neighbor)
    assert look(student, source) is False
    assert look(student, source, "mounts") is True


def test_no_process_but_its_own_can_be_seen_or_signaled(student: Start) -> None:
    signal_me = f"import os\ntry:\n os.kill({os.getpid()}, 0)\n seen = True\nexcept ProcessLookupError: seen = False\n"
    signal_me += "except PermissionError: seen = True\nseen"
    assert look(student, signal_me, "mounts") is False
    assert look(student, signal_me, "mounts", "pid") is True  # without its own processes there is no fresh /proc either
    listing = "import os\n(os.getpid(), sorted(int(p) for p in os.listdir('/proc') if p.isdigit()))"
    assert look(student, listing) == (1, [1])
    assert len(look(student, listing, "mounts")[1]) > 3


def test_it_is_in_a_session_and_process_group_of_its_own(student: Start) -> None:
    """Signaling one's own group would reach the grader, which runs as the same user unless that is root."""
    source = "import os\n(os.getsid(0), os.getpgid(0))"
    assert look(student, source) == (1, 1)
    assert look(student, source, "session") == (0, 0)  # those of the warm process, which have no number in here


def test_shared_memory_of_the_machine_cannot_be_reached(student: Start, shared_memory: int) -> None:
    source = f"import ctypes\nctypes.CDLL(None).shmget({shared_memory}, 1, 0) >= 0"
    assert look(student, source) is False
    assert look(student, source, "ipc", "seccomp") is True  # the filter refuses the call as well


@pytest.mark.parametrize(("layer", "kind"), [("hostname", "uts"), ("cgroup", "cgroup")])
def test_the_host_name_and_the_control_groups_are_its_own(student: Start, layer: str, kind: str) -> None:
    source = NAMESPACE.format(kind=kind, host=Path(f"/proc/self/ns/{kind}").readlink())
    assert look(student, source) is True
    assert look(student, source, layer) is False


def test_it_is_not_root_on_the_machine_nor_inside(student: Start) -> None:
    source = "import os\n(os.getuid(), os.getgid(), os.getgroups(), open('/proc/self/uid_map').read().split())"
    user = str(isolation.NOBODY if is_root() else os.geteuid())
    uid, gid, groups, mapped = look(student, source)
    assert (uid, gid) == (1000, 1000)
    assert set(groups) <= ({65534} if is_root() else {65534, 1000})  # only root can leave groups; 1000 is its own
    assert mapped == ["1000", user, "1"]
    if is_root():
        assert look(student, source, "user")[3] == ["1000", "0", "1"]


def test_it_has_no_capability_and_cannot_get_one(student: Start) -> None:
    source = f"[{STATUS}[name] for name in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')]"
    assert set(look(student, source)) == {"0" * 16}
    assert look(student, source, "capabilities")[2:4] != ["0" * 16] * 2


def test_set_user_id_programs_give_no_privileges(student: Start) -> None:
    # libseccomp sets the flag, too, so the filter has to be left out to see this layer alone.
    assert look(student, f"{STATUS}['NoNewPrivs']") == "1"
    assert look(student, f"{STATUS}['NoNewPrivs']", "seccomp") == "1"
    assert look(student, f"{STATUS}['NoNewPrivs']", "seccomp", "no_new_privs") == "0"


def test_system_calls_that_no_notebook_needs_are_refused(student: Start) -> None:
    assert look(student, f"{STATUS}['Seccomp']") == "2"
    assert look(student, f"{STATUS}['Seccomp']", "seccomp") == "0"
    assert look(student, UNSHARE) is False
    assert look(student, UNSHARE, "seccomp") is True


MEMORY = """
lines = [line.split() for line in open('/proc/self/status')]
[(line[0].rstrip(':'), line[1]) for line in lines if line[0] in ('VmData:', 'RssAnon:')]
"""


def test_the_kernel_keeps_the_limits(student: Start) -> None:
    limits = Limits(memory_mb=3000, processes=40, open_files=99, file_mb=50)
    names = "DATA NPROC NOFILE FSIZE CORE MEMLOCK".split()
    source = f"import resource\n[resource.getrlimit(getattr(resource, 'RLIMIT_' + n)) for n in {names}]"
    one = student(**limits.to_dict())
    status = {name: int(size) << 10 for name, size in one.value(MEMORY)}
    untouched = status["VmData"] - status["RssAnon"]  # more of it is touched by now: some 10 MiB
    values = [(3000 << 20) + untouched + (32 << 20), 40, 99, 50 << 20, 0, 64 << 20]
    seen = one.value(source)
    assert [soft for soft, _ in seen] == [hard for _, hard in seen]  # nobody can raise them again
    assert all(got <= wanted for (got, _), wanted in zip(seen, values, strict=True))
    assert seen[0][0] >= (3000 << 20) + untouched - (1 << 20)
    assert [got for got, _ in seen[1:4]] == values[1:4]
    assert student(**limits.to_dict(), without=("rlimits",)).value(source) != seen


def test_the_environment_is_an_allow_list(student: Start) -> None:
    source = "import os\ndict(os.environ), open('/proc/self/environ').read()"
    inside, initial = look(student, source)
    assert set(inside) <= {
        *("PATH", "LANG", "LC_ALL", "TZ", "HOME", "USER", "TMPDIR", "MNIST_ROOT", "MPLBACKEND", "MPLCONFIGDIR"),
        *("NBGRADER_EXECUTION", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "CUDA_VISIBLE_DEVICES"),
    }
    assert inside["NBGRADER_EXECUTION"] == "autograde"
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert "PYTEST" not in initial
    assert set(look(student, source, "environment")[0]) - set(inside)


def test_on_a_gpu_pytorch_may_allocate_its_share_of_the_memory_and_no_more(student: Start) -> None:
    source = "import os\n[os.environ.get(name) for name in ('PYTORCH_CUDA_ALLOC_CONF', 'CUDA_VISIBLE_DEVICES')]"
    on_gpu = {"device": "cuda:1", "gpu_share": 0.5, "gpu_fraction": 0.8}
    # With isolation there is only one, which CUDA then calls the first.
    assert student(**on_gpu).value(source) == ["per_process_memory_fraction:0.4000", "0"]
    assert student(**on_gpu, isolation="none").value(source) == ["per_process_memory_fraction:0.4000", "1"]
    assert look(student, source) == [None, ""]


def test_the_only_open_descriptors_are_the_channel_and_where_output_goes(student: Start) -> None:
    source = """
import os
found = {}
for name in os.listdir("/proc/self/fd"):
    try:
        found[int(name)] = os.readlink("/proc/self/fd/" + name)
    except OSError:  # the listing's own
        pass
found
"""
    found = look(student, source)
    assert {0, 1, 2} <= set(found)
    others = {number: target for number, target in found.items() if not target.startswith(("/tmp/.out-", "/dev/null"))}
    assert [target.split(":")[0] for target in others.values()] == ["socket"]


def test_programs_that_it_starts_have_no_channel(student: Start) -> None:
    script = "import os; print([n for n in range(3, 99) if os.path.exists(f'/proc/self/fd/{n}')])"
    source = f"import subprocess, sys\nsubprocess.check_output([sys.executable, '-c', {script!r}], close_fds=False)"
    assert look(student, source) == b"[]\n"


def test_inherited_descriptors_are_closed(tmp_path: Path) -> None:
    source = """
import os, sys
from autograder.sandbox.isolation import close_inherited
secret = [os.open(sys.argv[1], os.O_RDONLY) for _ in range(5)]
os.set_inheritable(secret[0], True)
close_inherited((secret[2],))
print([n for n in secret if os.path.exists(f"/proc/self/fd/{n}")] == [secret[2]])
"""
    (tmp_path / "gradebook.db").write_text("marks")
    command = [sys.executable, "-c", source, str(tmp_path / "gradebook.db")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


# --- the file system -------------------------------------------------------------------------------------------------


def test_what_can_be_read_is_the_interpreter_its_libraries_and_the_data(student: Start) -> None:
    one = student("import os")

    def ours(place: str) -> set[str]:
        """What an interpreter or checkout that itself lies there needs."""
        return {Path(p).parts[2] for p in isolation.allowed_paths(Path("/")) if p.startswith(place)}

    assert set(one.value("os.listdir('/home')")) == {"student", "tmp", "shm"} | ours("/home/")
    assert one.value("os.listdir('/home/student') + os.listdir('/dev/shm')") == []
    assert set(one.value("os.listdir('/tmp')")) == ours("/tmp/")
    assert set(one.value("os.listdir('/dev')")) <= {"null", "zero", "full", "random", "urandom", "shm"}
    assert one.value("os.listdir('/sys')") == []
    assert one.value("os.listdir('/data')") == ["MNIST"]
    assert one.value("open('/etc/passwd').read().count(chr(10))") == 1
    for path in ("/etc/shadow", "/etc/hostname", "/root/.ssh", "/var/log", "/run", "/boot", "/proc/1/root/root/.ssh"):
        assert one.value(f"os.path.exists('{path}')") is False
    assert one.value("os.listdir('/proc/1/root/')") == one.value("os.listdir('/')")


def test_mnist_is_read_unchanged_through_torchvision(student: Start) -> None:
    source = "import os, torchvision\nlen(torchvision.datasets.MNIST(os.environ['MNIST_ROOT'], download=True))"
    assert student().value(source) == 60_000


def test_settings_of_the_kernel_cannot_be_opened_for_writing(student: Start) -> None:
    source = "import os\nbool(os.statvfs('/proc/sys').f_flag & os.ST_RDONLY)"
    assert look(student, source) is True
    assert look(student, source, "mounts") is bool(os.statvfs("/proc/sys").f_flag & os.ST_RDONLY)


def test_only_the_work_folder_and_the_temporary_ones_can_be_written(student: Start) -> None:
    one = student(
        """
import os, sys, torch
def can_write(folder):
    try:
        with open(os.path.join(folder, "mine"), "w") as file:
            file.write("x")
        return True
    except OSError:
        return False
places = ["/", "/data", "/usr/lib", "/etc", "/dev", "/home", "/proc", sys.prefix, os.path.dirname(torch.__file__)]
"""
    )
    assert one.value("[p for p in places if can_write(p)]") in ([], ["/home"])
    assert one.value("[can_write(p) for p in ('.', os.environ['HOME'], '/tmp', '/dev/shm')]") == [True] * 4


def test_the_size_of_all_writable_places_together_is_limited(student: Start) -> None:
    one = student(
        """
import os
def fill(path, mb):
    try:
        with open(path, "wb") as file:
            for _ in range(mb):
                file.write(bytes(1 << 20))
        return True
    except OSError:
        return False
""",
        file_mb=16,
    )
    assert one.value("fill('/tmp/a', 8), fill('/dev/shm/b', 6), fill('c', 8)") == (True, True, False)


def test_files_of_one_student_are_gone_for_the_next(student: Start) -> None:
    write = "for place in ('/tmp', '/dev/shm', '/home/student'):\n open(place + '/left', 'w').write('for you')"
    first = student(write)
    second = student("import os")  # side by side
    first.sandbox.close()
    third = student("import os")  # and afterwards
    for one in (second, third):
        assert one.value("[os.path.exists(p + '/left') for p in ('/tmp', '/dev/shm', '/home/student')]") == [False] * 3


def test_no_mount_of_a_sandbox_shows_outside(warm: Any, student: Start) -> None:
    def mounts() -> list[str]:
        return [Path(f"/proc/{pid}/mountinfo").read_text() for pid in ("self", warm.process.pid)]

    before = mounts()
    one = student("open('/tmp/x', 'w').write('x')")
    assert mounts() == before
    one.sandbox.close()
    assert mounts() == before


# --- system calls ----------------------------------------------------------------------------------------------------

CALLS = {
    "mount": 165, "umount2": 166, "pivot_root": 155, "ptrace": 101, "setns": 308, "bpf": 321, "keyctl": 250,
    "perf_event_open": 298, "io_uring_setup": 425, "userfaultfd": 323, "process_vm_readv": 310, "chroot": 161,
    "open_by_handle_at": 304, "fsopen": 430, "mount_setattr": 442, "kexec_load": 246, "init_module": 175,
    "pidfd_getfd": 438, "add_key": 248, "sethostname": 170, "reboot": 169, "personality": 135, "kcmp": 312,
}  # fmt: skip


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="system-call numbers of x86-64")
def test_each_denied_system_call_is_refused_before_it_is_looked_at(student: Start) -> None:
    source = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def errno(number):
    ctypes.set_errno(0)
    return libc.syscall(number, -1, -1, -1, -1, -1, -1) == -1 and ctypes.get_errno()
{{name: errno(number) for name, number in {CALLS}.items()}}
"""
    assert set(look(student, source).values()) == {1}  # EPERM
    assert set(look(student, source, "seccomp").values()) != {1}


def test_new_namespaces_through_clone_and_raw_sockets_are_refused(student: Start) -> None:
    source = """
import ctypes, socket
libc = ctypes.CDLL(None, use_errno=True)
def family(number):
    try:
        socket.socket(number, socket.SOCK_RAW).close()
        return True
    except OSError:
        return False
clone = libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0)  # CLONE_NEWUSER | SIGCHLD
if clone == 0:
    libc._exit(0)
clone3 = libc.syscall(435, 0, 0), ctypes.get_errno()
(clone, clone3, family(16), family(17), family(38), family(40))  # netlink, packet, alg, vsock
"""
    assert look(student, source) == (-1, (-1, 38), False, False, False, False)


# --- limits and what ends with a sandbox -----------------------------------------------------------------------------


def test_memory_of_all_its_processes_together_is_limited(student: Start) -> None:
    one = student(memory_mb=1500)
    source = """
import os, time
for _ in range(6):
    if os.fork() == 0:
        block = bytearray(300 << 20)
        for i in range(0, len(block), 4096):
            block[i] = 1
        time.sleep(30)
        os._exit(0)
time.sleep(30)
"""
    with pytest.raises(SandboxDied, match="1500 MiB"):
        one.run(source)


def test_the_guard_tells_how_much_memory_was_used_also_of_a_sandbox_that_died(student: Start) -> None:
    one = student("block = bytearray(b'1') * (300 << 20); del block", memory_mb=2000)
    before = one.sandbox.peak_bytes()
    assert before < 2000 << 20
    assert one.value("block = bytearray(b'1') * (600 << 20); len(block)") == 600 << 20
    used = one.sandbox.peak_bytes()
    assert 600 << 20 <= used < 2000 << 20
    one.run("block.clear()")
    assert one.sandbox.peak_bytes() == used
    with pytest.raises(SandboxDied):
        one.run("import os; os._exit(3)")
    assert one.sandbox.peak_bytes() >= used


def test_one_allocation_beyond_the_limit_is_a_memory_error_that_costs_nothing_else(student: Start) -> None:
    one = student("kept = 1")
    assert "MemoryError" in str(one.run("block = bytearray(30 << 30)"))
    assert one.value("kept") == 1


def test_memory_that_libraries_never_touch_is_not_the_students(student: Start) -> None:
    """CUDA's bring 400 MB of it; without them, the same submission must not have more."""
    one = student(memory_mb=1400)
    source = "block = {}\nimport resource\nresource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10"
    started = one.value(source.format(None))
    assert 800 < one.value(source.format("bytearray(b'1') * (800 << 20)")) < 1400
    assert started + 800 < 1400
    assert "MemoryError" in str(one.run("more = bytearray(b'1') * (1000 << 20)"))


def test_processes_are_limited_in_number(student: Start) -> None:
    one = student(processes=20)
    source = """
import os, time
made = refused = 0
for _ in range(200):
    try:
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        made += 1
    except OSError:
        refused += 1
made, refused
"""
    try:
        made, refused = one.value(source)
    except SandboxDied as error:  # the guard was there before the kernel's own limit was reached
        death = error
    else:
        assert made < 20
        assert made + refused == 200
        return
    assert "20 processes" in str(death)


def test_memory_that_forked_processes_share_counts_once(student: Start) -> None:
    one = student("block = bytearray(b'1' * (400 << 20))", memory_mb=2000, processes=30)
    source = """
import os, time
for _ in range(9):
    child = os.fork()
    if child == 0:
        time.sleep(1)
        os._exit(0)
time.sleep(1)
len(block)
"""
    assert one.value(source) == 400 << 20


@pytest.mark.parametrize("way", ["closed", "killed", "timed out", "left"])
def test_nothing_it_started_outlives_it(student: Start, way: str) -> None:
    marker = f"marker-{os.getpid()}-{way.replace(' ', '-')}"
    one = student(
        f"""
import os, subprocess, sys, threading, time
command = [sys.executable, "-c", "import signal, time\\nfor s in (1, 2, 15): signal.signal(s, 1)\\ntime.sleep(300)"]
subprocess.Popen([*command, "{marker}"], start_new_session=True)
if os.fork() == 0:  # an orphan in a session of its own
    os.setsid()
    subprocess.Popen([*command, "{marker}"])
    os._exit(0)
threading.Thread(target=time.sleep, args=(300,), daemon=True).start()
def leave(): os._exit(0)
def forever():
    while True:
        try: time.sleep(100)
        except BaseException: pass
"""
    )

    def alive() -> int:
        return sum(marker in line for line in processes().values())

    wait_for(lambda: alive() == 2, 10)
    if way == "closed":
        one.sandbox.close()
    elif way == "killed":
        one.sandbox.forged()
    else:
        one.test("forever()" if way == "timed out" else "leave()", "forever", "leave", seconds=0.3)
        assert one.sandbox.death is not None
    wait_for(lambda: alive() == 0, 10)


def test_a_sandbox_whose_grader_dies_ends_as_well(warm: Any, student: Start) -> None:
    before = children(warm.process.pid)
    one = student("1")
    [guard] = children(warm.process.pid) - before
    one.sandbox.channel.socket.close()
    one.sandbox.control.close()
    wait_for(lambda: not Path(f"/proc/{guard}").exists(), 10)


# --- where it cannot be isolated -------------------------------------------------------------------------------------

REFUSED = """
import sys
from pathlib import Path
from autograder.errors import IsolationError
from autograder.sandbox.client import Sandbox
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
with Warm(Path(sys.argv[1])) as warm:
    try:
        Sandbox(warm, SandboxSpec())
    except IsolationError as error:
        print(error)
    with Sandbox(warm, SandboxSpec(isolation="none")) as sandbox:
        print("works without")
"""


def test_a_kernel_that_refuses_user_namespaces_stops_grading_and_the_message_names_the_setting(tmp_path: Path) -> None:
    """In a user namespace of its own, where the setting can be changed without touching this machine's."""
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    command = ["unshare", "--user", "--map-user=1000", "--keep-caps", "sh", "-c", forbid, "sh"]
    command += [sys.executable, "-c", REFUSED, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert "/proc/sys/user/max_user_namespaces" in run.stdout
    assert "sysctl -w user.max_user_namespaces=" in run.stdout
    assert "works without" in run.stdout


def test_without_isolation_limits_and_the_empty_environment_remain(student: Start) -> None:
    one = student("import os, resource", isolation="none", open_files=77)
    assert one.value("resource.getrlimit(resource.RLIMIT_NOFILE)[0], os.environ['NBGRADER_EXECUTION']") == (
        77,
        "autograde",
    )
    assert one.value("'PYTEST_CURRENT_TEST' in os.environ") is False
    home = Path(one.value("os.getcwd()"))
    assert home.is_dir()
    assert one.value("open('/proc/self/uid_map').read()") == Path("/proc/self/uid_map").read_text()
    one.sandbox.close()
    wait_for(lambda: not home.exists(), 10)


def test_a_package_below_tmp_can_be_imported_in_a_sandbox_whose_tmp_is_its_own(tmp_path: Path) -> None:
    """A checkout under /tmp, an interpreter under /home: the sandbox's own writable folders must not hide them."""
    package = Path(isolation.__file__).parents[1]
    shutil.copytree(package, tmp_path / "autograder", ignore=shutil.ignore_patterns("mnist", "__pycache__"))
    script = f"""
import autograder
from pathlib import Path
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import RunCell
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
assert autograder.__file__.startswith({str(tmp_path)!r})
with Warm(Path({str(tmp_path)!r})) as warm, Sandbox(warm, SandboxSpec()) as sandbox:
    cell = RunCell("import autograder.checks, tempfile; tempfile.TemporaryFile()", "cell")
    _, (error, _, _), _ = sandbox.ask(cell, 60)
    print("error:", error)
"""
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-P", "-c", script]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    assert done.stdout == "error: None\n", done.stderr
