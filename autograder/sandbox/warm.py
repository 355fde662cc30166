"""The warm process: it has imported torch once; everything that grades is forked from it in milliseconds.

It starts no thread, never touches CUDA, and nothing secret is ever loaded in it, because its children inherit its
memory. It forks two kinds of children: *graders* (trusted; one for each submission, so that no test can disturb
another submission's) and *sandboxes* (the student's side).
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from autograder.devices import driver_folders
from autograder.errors import AutograderError, SetupError
from autograder.sandbox import huge_pages, linux
from autograder.sandbox.spec import SandboxSpec
from autograder.scratch import Scratch
from autograder.startup import quick_jsonschema

MAX_REQUEST = 1 << 20


class Warm:
    """The trusted side's door to the warm process.

    Args:
        data_root: what sandboxes see as the MNIST root.

    Raises:
        SetupError: there is no folder for it in which sandboxes could be.
    """

    def __init__(self, data_root: Path) -> None:
        demand_reachable(Path(tempfile.gettempdir()))
        self._scratch = Scratch("autograder-run-")
        self.stage = self._scratch.path
        self.stage.chmod(0o755)
        self.requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
        environment |= {  # one thread here: each child sets its own number before its first operation
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            # Memory of tensors that are gone is kept for the next ones: a page costs more than what fills it. And it
            # is on huge pages where the kernel leaves that to programs, which makes for fewer of them (`huge_pages`).
            "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=134217728"
            ":glibc.malloc.hugetlb=1",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MPLCONFIGDIR": str(self.stage / "matplotlib"),
            "IPYTHONDIR": str(self.stage / "ipython"),
            "HOME": str(self.stage),
        }
        if folders := driver_folders():
            environment["LD_LIBRARY_PATH"] = os.pathsep.join(folders)
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__, str(theirs.fileno()), str(self.stage), str(data_root)],
            pass_fds=[theirs.fileno(), self._scratch.lock],
            env=environment | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        atexit.register(self.close)

    def fork(self, role: str, settings: str, fds: list[int]) -> None:
        """Asks for a child; it answers on the file descriptors handed to it.

        Raises:
            SetupError: the warm process is gone.
        """
        try:
            socket.send_fds(self.requests, [json.dumps([role, settings]).encode()], fds)
        except OSError as error:
            raise SetupError(f"The warm process ended ({error}). Its own message is above; run again.") from None

    def close(self) -> None:
        """Ends the warm process and removes its folder."""
        atexit.unregister(self.close)
        self.requests.close()
        self.process.kill()  # graders die with it, and sandboxes with their graders
        self.process.wait()
        self._scratch.close()

    def __enter__(self) -> "Warm":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def demand_reachable(folder: Path) -> None:
    """Makes sure that sandboxes, which never run as root, can enter a folder.

    Raises:
        SetupError: they cannot; says what to do.
    """
    for place in (folder, *folder.parents) if os.geteuid() == 0 else ():
        if not place.stat().st_mode & stat.S_IXOTH:
            raise SetupError(
                f"The folder for temporary files is {folder}, and only root may enter {place}; sandboxes are somebody "
                "else's. Set TMPDIR to one that everybody may enter, such as /tmp."
            )


class InheritedWarm(Warm):
    """The same door, handed to a grader as an open file descriptor: it asks, but does not own."""

    def __init__(self, requests: socket.socket, stage: Path) -> None:
        self.requests, self.stage = requests, stage

    def close(self) -> None:
        """Lets go of the door; the warm process lives on."""
        self.requests.close()


# --- inside the warm process ---------------------------------------------------------------------------------------


def warm_up() -> None:
    """Imports what every child needs, and runs what is slow the first time and starts no thread."""
    import matplotlib.figure
    import matplotlib.pyplot  # imported to be warm

    with quick_jsonschema():
        import nbformat
    import torch

    torch.set_num_threads(1)
    torch.nn.Linear(4, 4)(torch.ones(2, 4))  # backward() or Adam.step() would start threads
    import autograder.engines.local
    import autograder.grading  # noqa: F401  # code only, nothing secret; each grader would import it
    from autograder.wall.remote import trusted_class

    trusted_class(())  # the first time, it looks for all classes

    nbformat.validate(nbformat.v4.new_notebook())  # the first time loads the schema
    from autograder.sandbox.shell import draw

    figure = matplotlib.figure.Figure(layout="constrained")  # the first one finds fonts and loads the encoder
    axis = figure.subplots()
    axis.plot([0, 1], label="$x$")
    axis.legend()
    draw(figure)


def import_late(names: Iterable[str]) -> None:
    """Imports what sandboxes ask for (`spec.SLOW_IMPORTS`)."""
    for name in names:
        with contextlib.suppress(Exception):  # whoever needs it sees the error where it is imported
            importlib.import_module(name)


def main(fd: int, stage: Path, data_root: Path) -> None:
    """Forks a child for each request until the last grader hangs up."""
    gc.disable()  # until a child enables it, as `gc.freeze` asks for: imports make no garbage worth looking for
    from autograder.sandbox import isolation
    from autograder.sandbox.shell import make_shell

    parent = os.getppid()
    requests = socket.socket(fileno=fd)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command; we end when it hangs up
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
    (stage / "allowed").mkdir()
    (stage / "root").mkdir()
    isolation.allowed_paths(data_root)  # found now: children cannot look everywhere
    if os.geteuid() == 0:
        # As root, the tree is made before becoming nobody, who could not reach an interpreter under /root.
        isolation.prepare_as_root(stage, data_root)
    warm_up()
    shell = make_shell()
    gc.freeze()  # half a million objects that no child's collector need look at (nor copy by looking)
    pages = huge_pages.collapse()
    more = True
    late: set[str] = set()
    while os.getppid() == parent:  # a killed run must leave nothing behind
        if not select.select([requests], [], [], 0.0 if more else 1.0)[0]:
            more = next(pages, False)  # while nobody waits
            continue
        message, fds, _, _ = socket.recv_fds(requests, MAX_REQUEST, 8)
        if not message:
            break
        for number in fds:
            os.set_inheritable(number, False)  # no program that a child executes can write into a channel
        role, text = json.loads(message)
        if role == "student" and (new := set(SandboxSpec.from_json(text).imports) - late):
            late |= new
            import_late(new)
            gc.freeze()
            pages, more = huge_pages.collapse(), True
        if os.fork() == 0:
            gc.enable()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # SIGINT stays ignored until student code may be interrupted
            requests.close()
            if role == "grader":
                _run(partial(_grade, fds, stage))
            _run(partial(_student, text, fds, stage, data_root, shell))
        for number in fds:
            os.close(number)
    clean_up(stage)


def clean_up(stage: Path) -> None:
    """Does what a run that was killed cannot do any more: ends the children, removes the folder."""
    from autograder.sandbox.guard import descendants

    for child in descendants(os.getpid())[1:]:
        with contextlib.suppress(OSError):  # it ended by itself
            os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):  # what tells that the last one is gone
        os.wait()
    with contextlib.suppress(OSError):  # only root mounts something there
        linux.umount_detached(str(stage / "allowed"))
    if not (stage / "allowed").is_mount():  # never reach into the machine's own folders
        shutil.rmtree(stage, ignore_errors=True)


def _run(body: Callable[[], None]) -> NoReturn:
    """Runs a child's body and leaves without the parent's clean-up."""
    try:
        body()
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _grade(fds: list[int], stage: Path) -> None:
    from autograder.engines.local import serve_grader

    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    channel, door = (socket.socket(fileno=number) for number in fds)
    serve_grader(channel, InheritedWarm(door, stage))


def _student(text: str, fds: list[int], stage: Path, data_root: Path, shell: object) -> None:
    """Becomes a guard with a sandbox below it."""
    from autograder.sandbox import guard, isolation

    spec = SandboxSpec.from_json(text)
    channel, control = (socket.socket(fileno=number) for number in fds)
    try:
        if spec.isolation == "namespaces":
            if "user" not in spec.without:
                isolation.leave_root()
            isolation.enter_namespaces(spec.without)
    except (AutograderError, OSError) as error:
        refuse(channel, error)
        return
    pid = os.fork()
    if pid == 0:
        control.close()
        _run(partial(_inside, spec, channel, stage, data_root, shell))
    channel.close()
    guard.watch(pid, control, spec.limits)
    if spec.isolation == "none":
        shutil.rmtree(isolation.loose_home(stage, pid), ignore_errors=True)


def _inside(spec: SandboxSpec, sock: socket.socket, stage: Path, data_root: Path, shell: object) -> None:
    import torch

    from autograder.generators import seed_generators
    from autograder.sandbox import isolation
    from autograder.sandbox.channel import Channel, ChannelClosed
    from autograder.sandbox.shell import StudentShell, draw_no_figures, serve

    try:
        if spec.isolation == "namespaces":
            isolation.enclose(stage, data_root, spec, sock.fileno())
        else:
            isolation.enclose_loosely(stage, data_root, spec, sock.fileno())
    except (AutograderError, OSError) as error:
        refuse(sock, error)
        return
    torch.set_num_threads(spec.threads)
    seed_generators(spec.seed, spec.device)
    assert isinstance(shell, StudentShell)
    if not spec.figures:
        draw_no_figures(shell)
    with contextlib.suppress(ChannelClosed):
        serve(shell, spec.limits, Channel(sock))


def refuse(sock: socket.socket, error: Exception) -> None:
    """Tells the grader that there is no sandbox, and why."""
    import msgpack

    from autograder.sandbox.channel import Channel

    Channel(sock).send(msgpack.packb(["refused", str(error), []]))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
