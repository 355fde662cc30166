"""The names a test sees, and the stand-ins for what stays in the sandbox.

A *handle* stands for an object of the student's. Calling it, its attributes, items, length and iteration run in the
sandbox; results are plain data, or handles again. Operators and comparisons are never forwarded: an expected value
would travel with them.
"""

import builtins
import contextlib
import copy
import io
import pickle
import sys
import time
import types
from collections.abc import Container, Iterator
from typing import Any, NoReturn

import cloudpickle
import numpy as np
import torch

from autograder.errors import CallTimeout, GraderError, SandboxDied, StudentError
from autograder.sandbox.client import Sandbox
from autograder.sandbox.requests import Apply, Operation
from autograder.wall.changes import write_back
from autograder.wall.messages import WireError
from autograder.wall.wire import HandleInfo, decode, distinct, read_only, tensor_of_bytes, with_grad

MAX_ITEMS = 1_000_000
MAX_LENGTH = 100_000_000  # of `len(x)`: lists are made with room for as many
MAX_MESSAGE, MAX_TRACEBACK = 2_000, 8_000  # characters

# Exceptions of these names may be told apart by a test (`pytest.raises(ValueError)`). No StopIteration, which would
# end a test's own loop early; nothing that is not an Exception.
RAISABLE = {
    kind.__name__: kind
    for kind in vars(builtins).values()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, (StopIteration, StopAsyncIteration, UnicodeError, BaseExceptionGroup))
}


class RaisedByStudent(StudentError):
    """An exception of the student's code. Raised as a class that is also the built-in it was, or derives from.

    Attributes:
        remote_traceback: the traceback inside the sandbox, for the instructor.
    """

    remote_traceback = ""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the message quoted


class Missing(StudentError):
    """The student should have defined a name and did not."""


class Remote:
    """A sandbox as tests use it: values in and out, and the time that is left.

    Args:
        sandbox: the door.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.deadline = float("inf")
        self.released: list[int] = []

    def name(self, name: str) -> Any:
        """The student's object of that name.

        Raises:
            Missing: there is none.
        """
        try:
            return self.apply("name", name)
        except RaisedByStudent as error:
            if isinstance(error, KeyError):
                raise Missing(f"`{name}` is not defined: run its cell and check the spelling.") from None
            raise

    def apply(self, operation: Operation, *args: Any, **kwargs: Any) -> Any:
        """Does one thing in the sandbox.

        Raises:
            RaisedByStudent: the student's code raised.
            CallTimeout, SandboxDied: it took too long, or its process ended.
            GraderError: an argument cannot be sent.
        """
        seconds = min(self.deadline - time.monotonic(), self.sandbox.spec.limits.cell_seconds)
        released, self.released = tuple(self.released), []
        request = Apply(operation, _pickle((args, kwargs)), torch.is_grad_enabled(), released)
        kind, payload, changed = self.sandbox.ask(request, seconds)
        if kind == "unreadable":
            why = payload[:MAX_MESSAGE] if type(payload) is str else "it does not say why"
            raise GraderError(f"An argument of this test cannot be rebuilt in the sandbox: {why}")
        try:
            if kind == "raised":
                with contextlib.suppress(StudentError):
                    write_back((args, kwargs), changed, self.value)
                raise _exception(payload)
            write_back((args, kwargs), changed, self.value)
            if kind == "value":
                return self.value(payload)
            raise WireError(f"an answer of kind {kind}")
        except WireError as error:
            raise self.sandbox.forged() from error

    def value(self, tree: Any) -> Any:
        """A tree that came out of the sandbox, as a value."""
        return decode(tree, self._handle)

    def _handle(self, info: HandleInfo) -> "Handle":
        return (CallableHandle if info.is_callable else Handle)(self, info)


class _Pickler(cloudpickle.Pickler):  # type: ignore[misc]  # cloudpickle publishes no types
    """Writes a handle as the number of the object it stands for, and a plain tensor as its bytes.

    torch's own way takes three times as long, for small ones (its legacy format) and large ones alike.
    """

    def persistent_id(self, value: Any) -> int | None:
        return value._info.number if type(value) in (Handle, CallableHandle) else None

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if kind is np.ndarray and not value.flags.writeable:
            return read_only, (value.copy(),)
        if kind not in (torch.Tensor, torch.nn.Parameter):
            return super().reducer_override(value)
        if kind is torch.Tensor and _is_only_bytes(value):
            layout = value.dtype, tuple(value.shape), value.stride(), value.requires_grad, value.is_leaf
            made = tensor_of_bytes, (bytearray(_numbers(value.detach())), *layout)
        else:
            made = value.__reduce_ex__(pickle.DEFAULT_PROTOCOL)
        grad = value.grad if value.is_leaf else None
        return made if grad is None else (*made, grad, None, None, with_grad)


def _is_only_bytes(tensor: torch.Tensor) -> bool:
    """Nothing but its dtype, its shape, its strides, its numbers, and its gradient."""
    special = tensor.is_conj() or tensor.is_neg() or tensor.is_quantized or tensor._backward_hooks or vars(tensor)
    return tensor.device.type == "cpu" and tensor.layout == torch.strided and not special


def _numbers(tensor: torch.Tensor) -> Any:
    """The bytes of its storage from its first number to its last, as an array.

    What lies between its numbers is 0: a slice must not take with it what the test has kept.
    """
    if tensor.is_contiguous():
        return tensor.view(-1).view(torch.uint8).numpy()
    tensor = distinct(tensor, tensor.stride())
    steps = zip(tensor.shape, tensor.stride(), strict=True)
    numbers = torch.zeros(1 + sum((size - 1) * step for size, step in steps), dtype=tensor.dtype)
    numbers.as_strided(tensor.shape, tensor.stride()).copy_(tensor)
    return numbers.view(torch.uint8).numpy()


def _pickle(value: Any) -> bytes:
    data = io.BytesIO()
    try:
        _Pickler(data).dump(value)
        return data.getvalue()
    except Exception as error:
        raise GraderError(f"An argument of this test cannot be sent to the sandbox: {error}") from error


# Special attributes that a test may ask a student's object for; all others belong to Python's and libraries' protocols.
ASKABLE = frozenset(
    f"__{name}__"
    for name in (
        "name qualname code defaults kwdefaults annotations wrapped self func dict version file closure globals "
        "init call len getitem setitem iter next enter exit add mul eq repr str"
    ).split()
)


class Handle:
    """Stands for an object of the student's that is not plain data."""

    def __init__(self, remote: Remote, info: HandleInfo) -> None:
        object.__setattr__(self, "_remote", remote)
        object.__setattr__(self, "_info", info)

    def __del__(self) -> None:
        self._remote.released.append(self._info.number)

    @property  # type: ignore[misc]  # typeshed has it writable; ours is not
    def __class__(self) -> Any:
        """The first of its class's bases that a trusted library defines: `isinstance(net, nn.Module)` holds."""
        return trusted_class(self._info.bases) or Handle

    def __getattr__(self, name: str) -> Any:
        # torch and NumPy ask an object itself for `__torch_function__`, `__array_interface__` and the like, and do
        # as it says: a student's answer would decide the verdict, or point into the grader's memory.
        if name in ("_remote", "_info") or (name.startswith("__") and name not in ASKABLE):
            raise AttributeError(name)
        return self._remote.apply("getattr", self, name)

    def __copy__(self) -> Any:
        return self._remote.apply("call", copy.copy, self)

    def __deepcopy__(self, memo: Any) -> Any:
        return self._remote.apply("call", copy.deepcopy, self)

    def __setattr__(self, name: str, value: Any) -> None:
        self._remote.apply("setattr", self, name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._remote.apply("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._remote.apply("setitem", self, key, value)

    def __len__(self) -> int:
        length = self._remote.apply("len", self)
        if type(length) is not int or not 0 <= length <= MAX_LENGTH:
            raise StudentError("its length is not a number that can be")
        return length

    def __iter__(self) -> Iterator[Any]:
        iterator = self._remote.apply("iter", self)
        for _ in range(MAX_ITEMS):
            step = self._remote.apply("next", iterator)
            if type(step) is not tuple or len(step) != 2 or type(step[0]) is not bool:
                raise StudentError("one of its items is too large to look at")
            if not step[0]:
                return
            yield step[1]
        raise StudentError(f"it gives more than {MAX_ITEMS:,} items; it may never end")

    @property
    def _student_class(self) -> str:
        """For messages: the name of the class of what it stands for."""
        return self._info.bases[0][1][:60] if self._info.bases else "object"

    def __repr__(self) -> str:
        return f"<the submission's {self._student_class} object>"

    __str__ = __repr__

    def __hash__(self) -> int:
        return id(self)


class CallableHandle(Handle):
    """A handle that can be called: a function, a module, a class."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._remote.apply("call", self, *args, **kwargs)

    def __instancecheck__(self, value: Any) -> bool:
        """`isinstance(x, Student)`, where the class is the student's: only an object of theirs can be one."""
        return type(value) in (Handle, CallableHandle) and self._remote.apply("isinstance", value, self) is True


# Tests put `type(got).__name__` into their messages, which students read.
Handle.__name__, CallableHandle.__name__ = "object that is no plain value", "function or other callable object"


def _refuse(operation: str) -> Any:
    def refuse(self: Handle, *_: object) -> NoReturn:
        raise StudentError(f"a value is of class `{self._student_class}`, which a test cannot use with {operation}")

    return refuse


for _name in (
    "eq ne lt le gt ge add radd sub rsub mul rmul matmul rmatmul truediv rtruediv floordiv rfloordiv mod rmod pow "
    "rpow and rand or ror xor rxor lshift rlshift rshift rrshift neg pos abs invert int float index bool contains "
    "round enter exit format array"
).split():
    setattr(Handle, f"__{_name}__", _refuse(f"`{_name}`"))


TRUSTED_MODULES = (
    "torch", "torch.nn", "torch.optim", "torch.utils.data", "torch.distributions", "torchvision.datasets",
    "torchvision.transforms", "numpy", "numpy.random", "builtins", "collections", "collections.abc", "types",
    "functools", "datetime", "decimal", "fractions", "pathlib", "enum", "torch.nn.modules", "torch.optim.lr_scheduler",
)  # fmt: skip


BUILTIN_KINDS: dict[str, type] = {
    "function": types.FunctionType,
    "generator": types.GeneratorType,
    "module": types.ModuleType,
    "method": types.MethodType,
    "builtin_function_or_method": types.BuiltinFunctionType,
}  # fmt: skip


def _classes(module: types.ModuleType) -> dict[tuple[str, str], type]:
    """The classes that a module offers, by the names they themselves carry."""
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and kind is not object]
    safe = [kind for kind in kinds if not issubclass(kind, BaseException) and not _is_unsafe(kind)]
    return {(kind.__module__, kind.__qualname__): kind for kind in safe}


def _is_unsafe(kind: type) -> bool:
    """torch's C++ code takes what passes `isinstance` of these for the real thing, and reads its memory."""
    return any(base.__module__ == "torch" or base.__module__.startswith("torch._C") for base in kind.__mro__)


_read: set[str] = set()  # modules whose classes are in the table
_table: dict[tuple[str, str], type] = {("builtins", name): kind for name, kind in BUILTIN_KINDS.items()}


def trusted_class(bases: tuple[tuple[str, str], ...]) -> type | None:
    """The first of the names that is a class of a trusted library.

    Nothing is imported for it: whoever asks for a class of a library has imported that.
    """
    for name in TRUSTED_MODULES:
        if name not in _read and name in sys.modules:
            _table.update(_classes(sys.modules[name]))
            _read.add(name)
    return next((_table[base] for base in bases if base in _table), None)


def _exception(payload: Any) -> StudentError:
    """The exception to raise for one that the student's code raised."""
    match payload:
        case [[[str(), str(name)], *_] as bases, str(message), str(trace)] if "\0" not in name:
            pass
        case _:
            raise WireError("an exception")
    pairs = [base for base in bases if type(base) is list and len(base) == 2 and base[0] == "builtins"]
    names = [name for _, name in pairs if type(name) is str]
    kind = next((RAISABLE[name] for name in names if name in RAISABLE and name != "Exception"), None)
    name, message = name[:60], message[:MAX_MESSAGE]
    made = type(name, (RaisedByStudent, kind) if kind else (RaisedByStudent,), {"__module__": "submission"})
    error: RaisedByStudent = made(f"{name}: {message}" if message else name)
    error.remote_traceback = trace[-MAX_TRACEBACK:]
    return error


class TestNamespace(dict[str, Any]):
    """The globals of test cells.

    A name resolves to what test cells defined, then the imports of the instructor's notebook (both are in this
    dict), then built-ins unless the reference solution defines the name, then the student's object.

    Args:
        remote: the student's side.
        student_names: what the reference solution defines at top level.
    """

    __test__ = False  # pytest: not a test class

    def __init__(self, remote: Remote, student_names: Container[str]) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self.remote, self.student_names = remote, student_names
        self.deleted: set[str] = set()

    def __missing__(self, name: str) -> Any:
        if name not in self.student_names:
            raise KeyError(name)  # Python looks among built-ins next, then raises NameError: the test's own mistake
        return self.remote.name(name)

    def __delitem__(self, name: str) -> None:
        """A test may take a name of the student's away, to see which functions need it, and put it back."""
        if dict.__contains__(self, name):
            return super().__delitem__(name)
        if name not in self.student_names:
            raise KeyError(name)
        self.remote.apply("delname", name)
        self.deleted.add(name)
        return None

    def __setitem__(self, name: str, value: Any) -> None:
        """What a test defines stays here, but a name it took away goes back to where it was."""
        if name not in self.deleted:
            return super().__setitem__(name, value)
        self.remote.apply("setname", name, value)
        self.deleted.remove(name)
        return None

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) or name in self.student_names


__all__ = ["CallTimeout", "Handle", "Missing", "RaisedByStudent", "Remote", "SandboxDied", "TestNamespace"]
