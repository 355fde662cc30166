"""All that runs beside student code: an IPython shell without a kernel, and the answers to the grader.

Nothing here can be trusted once the first student cell has run: the student's code shares this process and can
replace any of it. That is why only plain data leaves, and why nothing here knows a test or an expected value.
"""

import builtins
import io
import os
import pickle
import signal
import subprocess
import sys
import traceback
from binascii import b2a_base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgpack
import torch
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from autograder.course import Limits
from autograder.sandbox.channel import Channel
from autograder.sandbox.outputs import Outputs, Stream
from autograder.sandbox.requests import Apply, PlaceFiles, Request, RunCell
from autograder.texts import storable
from autograder.wall.changes import Before, changeable
from autograder.wall.wire import HandleInfo, encode

NO_INPUT = "input() has nobody to ask while a notebook is graded: give the value in the code instead."
TOO_MUCH = "what your code gave back, and changed of what it was given, is more than {} MiB together"
OUT_OF_GPU_MEMORY = (
    "your code may use {bytes:.1f} GiB of the GPU's memory, and needs more: smaller batches need less, and so does "
    "torch.no_grad() where nothing is trained."
)


class StudentShell(InteractiveShell):
    """IPython without a terminal, a history file or an event loop for windows."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: list[str]) -> None:
        """Keeps the exception that ended a cell."""
        session.outputs.error(etype.__name__, _text(evalue), [str(line) for line in stb])

    def system(self, command: str) -> None:
        """``!command``: without a pseudo-terminal, which a sandbox does not have."""
        code = subprocess.run(self.var_expand(command, depth=1), shell=True, check=False).returncode
        self.user_ns["_exit_code"] = code

    def enable_gui(self, gui: Any = None) -> None:
        """Figures are drawn into the notebook; there is no window to run."""


def make_shell() -> StudentShell:
    """The shell, made once in the warm process: it starts no thread and opens no file."""
    import IPython.core.logger  # noqa: F401  # to be warm: otherwise the first cell imports it
    import stack_data  # noqa: F401  # and the first traceback this
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryAccessor.enabled = False
    config.InteractiveShell.cache_size = 0
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.history_length = 0
    shell: StudentShell = StudentShell.instance(config=config)
    # A kernel sets up figures in its first cell; here it is done once for all children.
    shell.run_cell("%matplotlib inline", silent=True)
    assert shell.display_formatter
    shell.display_formatter.formatters["image/png"].for_type(Figure, draw)
    return shell


def draw(figure: Figure) -> str | None:
    """A figure as base64 of a PNG, as Jupyter draws it.

    One that lays itself out is drawn once: `Figure.savefig` would do so twice, for what the layout has seen to already.
    """
    if figure.get_layout_engine() is None or not isinstance(figure.canvas, FigureCanvasAgg):
        text: str | None = print_figure(figure, base64=True)
        return text
    if not (figure.axes or figure.lines):  # as IPython: nothing, instead of a white page
        return None
    file = io.BytesIO()
    figure.canvas.print_png(file)
    return b2a_base64(file.getvalue(), newline=False).decode()


def draw_no_figures(shell: StudentShell) -> None:
    """Lets figures be made, but not drawn: drawing takes longer than all else that is no training."""
    from matplotlib_inline.config import InlineBackend

    InlineBackend.instance(parent=shell).figure_formats = set()


class _Publisher(DisplayPublisher):
    """Gathers what cells display."""

    def publish(self, data: Any, metadata: Any = None, *_: Any, **__: Any) -> None:
        session.outputs.rich("display_data", data, metadata, None)

    def clear_output(self, wait: bool = False) -> None:
        session.outputs.clear_shown()


class _Hook(DisplayHook):
    """Gathers the value of a cell's last expression."""

    def __call__(self, result: Any = None) -> None:
        if not self.quiet():  # a semicolon at the end
            session.show_result(result)
            assert self.shell
            if result is not None and self.shell.user_ns.get("_") is self._:  # one that the student defined stays
                self._ = self.shell.user_ns["_"] = result


class Session:
    """The state of this student's process."""

    def __init__(self, shell: StudentShell, limits: Limits) -> None:
        self.shell, self.limits = shell, limits
        self.outputs = Outputs(limits.output_bytes)
        self.held: dict[int, Any] = {}  # what the grader has handles to
        self.next_number = 0
        self.busy = False
        self.last_value: Any = None
        self.captured_fd = -1

    # -- set-up ---------------------------------------------------------------------------------------------------

    def connect(self) -> None:
        """Points everything a cell can print or display to at `outputs`."""
        path = Path(os.environ.get("TMPDIR", "/tmp")) / f".out-{os.getpid()}"
        self.captured_fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        path.unlink()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(self.captured_fd, 1)
        os.dup2(self.captured_fd, 2)
        sys.stdout, sys.stderr = Stream(self.outputs, "stdout", 1), Stream(self.outputs, "stderr", 2)
        self.shell.display_pub = _Publisher(parent=self.shell)
        hook = _Hook(parent=self.shell, shell=self.shell)
        self.shell.displayhook = self.shell.display_trap.hook = hook
        builtins.input = _no_input
        sys.path.insert(0, str(Path.cwd()))  # as in Jupyter, modules beside the notebook can be imported

    def interrupt(self, *_: object) -> None:
        """Handles SIGINT: one that comes when the answer is already on its way is too late."""
        if self.busy:
            raise KeyboardInterrupt

    def show_result(self, value: Any = None) -> None:
        """Keeps and shows the value of a cell's last expression."""
        self.last_value = value
        if value is not None and self.shell.display_formatter is not None:
            data, metadata = self.shell.display_formatter.format(value)
            if data:
                self.outputs.rich("execute_result", data, metadata, None)

    # -- answers --------------------------------------------------------------------------------------------------

    def answer(self, request: Request) -> list[Any]:
        """Does what the grader asks; gives ``[kind, payload, changed arguments]``."""
        match request:
            case PlaceFiles(files):
                return self.place(files)
            case RunCell():
                return self.run_cell(request)
            case Apply():
                return self.apply(request)

    def place(self, files: dict[str, bytes]) -> list[Any]:
        """Writes the submission's own files into the work folder."""
        try:
            for name, content in files.items():
                path = Path(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        except OSError as error:
            return ["full", str(error), []]
        return ["placed", None, []]

    def run_cell(self, request: RunCell) -> list[Any]:
        """Runs a cell as Jupyter would: magics, top-level await, figures, the last expression."""
        self.outputs.clear()
        self.last_value = None
        result = self.shell.run_cell(request.source, store_history=False)
        self.drain_descriptors()
        error = result.error_before_exec or result.error_in_exec
        value = self.encode(self.last_value) if request.test else ["is", None]
        outputs = self.encode(self.outputs.take())
        return ["ran", [type(error).__name__ if error else None, outputs, value], []]

    def drain_descriptors(self) -> None:
        """Adds what C code and child processes wrote to descriptors 1 and 2."""
        size = os.fstat(self.captured_fd).st_size
        if size:
            text = os.pread(self.captured_fd, self.limits.output_bytes + 1, 0).decode(errors="replace")
            os.ftruncate(self.captured_fd, 0)
            self.outputs.stream("stdout", text)

    def apply(self, request: Apply) -> list[Any]:
        """Does one operation; an exception of the student's code is an answer, too."""
        for number in request.released:
            self.held.pop(number, None)
        try:
            unpickler = _Unpickler(io.BytesIO(request.arguments), self.held)
            args, kwargs = unpickler.load()
            before = Before(changeable((args, kwargs), unpickler.loaded))
        except Exception as error:  # the test sent what cannot be rebuilt here: the grader must hear of it
            return ["unreadable", f"{type(error).__name__}: {_text(error)}", []]
        value = None
        try:
            with torch.set_grad_enabled(request.grad):
                value = OPERATIONS[request.operation](self, *args, **kwargs)
            answer = ["value", self.encode(value)]
        except BaseException as error:  # SystemExit and KeyboardInterrupt of student code are answers as well
            answer = ["raised", self.describe(error)]
        finally:
            self.drain_descriptors()
        try:
            changes = before.changes(in_place=answer[0] == "value" and value is None)
            return [*answer, [[number, aspect, self.encode(now)] for number, aspect, now in changes]]
        except Exception as error:  # whatever became of an argument: looking at it must not end the process
            return ["raised", self.describe(error), []]

    def describe(self, error: BaseException) -> list[Any]:
        """Class names, message and traceback of an exception."""
        bases = [list(base) for base in _bases(type(error))]
        return [bases, _text(error), _traceback(error)]

    def encode(self, value: Any) -> list[Any]:
        """The value as a tree for the wire."""
        return encode(value, self.handle, self.limits.value_mb << 20)

    def handle(self, value: Any) -> HandleInfo:
        """Keeps the object; what crosses is a number for it."""
        self.next_number += 1
        self.held[self.next_number] = value
        return HandleInfo(self.next_number, _bases(type(value)), callable(value))


class _Unpickler(pickle.Unpickler):
    """Puts the student's objects where the grader's handles were."""

    def __init__(self, file: io.BytesIO, held: dict[int, Any]) -> None:
        super().__init__(file)
        self.held = held
        self.loaded: set[int] = set()  # ids of the student's own objects among the arguments

    def persistent_load(self, number: int) -> Any:
        value = self.held[number]
        self.loaded.add(id(value))
        return value


# --- operations ------------------------------------------------------------------------------------------------------


def _name(session: Session, name: str) -> Any:
    return session.shell.user_ns[name]


def _next(_: Session, iterator: Any) -> tuple[bool, Any]:
    try:
        return True, next(iterator)
    except StopIteration:
        return False, None


OPERATIONS: dict[str, Callable[..., Any]] = {
    "name": _name,
    "delname": lambda session, name: session.shell.user_ns.__delitem__(name),
    "setname": lambda session, name, value: session.shell.user_ns.__setitem__(name, value),
    "call": lambda _, function, *args, **kwargs: function(*args, **kwargs),
    "getattr": lambda _, owner, name: getattr(owner, name),
    "setattr": lambda _, owner, name, value: setattr(owner, name, value),
    "getitem": lambda _, owner, key: owner[key],
    "setitem": lambda _, owner, key, value: owner.__setitem__(key, value),
    "len": lambda _, owner: len(owner),
    "iter": lambda _, owner: iter(owner),
    "next": _next,
    "isinstance": lambda _, value, kind: isinstance(value, kind),
}


def _bases(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple(
        (storable(str(base.__module__)), storable(base.__qualname__))
        for base in type.__dict__["__mro__"].__get__(kind)[:64]
    )


def _text(error: BaseException) -> str:
    try:
        if isinstance(error, torch.OutOfMemoryError):  # PyTorch's own text is half a page on its allocator
            return OUT_OF_GPU_MEMORY.format(bytes=_gpu_bytes() / 2**30)
        return storable(str(error))[:2000]
    except BaseException:  # a student's __str__ may raise anything
        return "(its message could not be read)"


def _gpu_bytes() -> float:
    """What PyTorch may allocate of the GPU's memory, bytes."""
    return torch.cuda.get_per_process_memory_fraction() * torch.cuda.get_device_properties(0).total_memory


def _traceback(error: BaseException) -> str:
    try:
        frames = error.__traceback__
        while frames and frames.tb_frame.f_code.co_filename == __file__:  # ours, not the student's
            frames = frames.tb_next
        return storable("".join(traceback.format_exception(type(error), error, frames)))[-8000:]
    except BaseException:  # likewise
        return ""


def _no_input(prompt: object = "") -> str:
    raise EOFError(NO_INPUT)


# --- the loop --------------------------------------------------------------------------------------------------------

session: Session


def serve(shell: StudentShell, limits: Limits, channel: Channel) -> None:
    """Answers the grader until it hangs up."""
    global session
    session = Session(shell, limits)
    session.connect()
    signal.signal(signal.SIGINT, session.interrupt)
    channel.send(msgpack.packb(["ready", None, []]))
    owner = os.getpid()
    while True:
        request = pickle.loads(channel.receive())
        try:
            session.busy = True
            answer = session.answer(request)
            session.busy = False
        except KeyboardInterrupt as interrupt:  # it came after the student's code had ended
            session.busy = False
            answer = ["raised", session.describe(interrupt), []]
        if os.getpid() != owner:  # a child that the student's code forked and forgot: the answer is its parent's
            os._exit(0)
        data = msgpack.packb(answer)
        if len(data) > limits.answer_bytes:  # each value may be as large as one may be, and they are many
            data = msgpack.packb(["raised", session.describe(ValueError(TOO_MUCH.format(limits.value_mb))), []])
        channel.send(data)
