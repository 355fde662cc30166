"""Values across the wall: plain data only, by exact type, never a pickle.

A value is a tree of MessagePack scalars and tagged lists, ``[tag, …]``. What is not plain data crosses as a
*handle*: a number, the names of its class's bases, and what it can do. `encode` runs beside student code and may be
replaced by it; `decode` runs in the grader and believes nothing: unknown tags, wrong sizes, too deep or too large
trees are a `WireError`.
"""

import math
import re
import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.wall.messages import MAX_NODES, WireError

MAX_DEPTH = 40
MAX_DIMENSIONS = 32
MAX_INT_BITS = 4096
MAX_ROWS = 1 << 20  # along each dimension of a tensor or array without data: a test may go through them one by one
MAX_SAME_HASH = 64  # keys of a set or dict

DTYPES: dict[str, torch.dtype] = {
    str(d).removeprefix("torch."): d
    for d in (
        torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.complex64, torch.complex128,
        torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
        torch.uint16, torch.uint32, torch.uint64, torch.float8_e4m3fn, torch.float8_e5m2,
    )
}  # fmt: skip
DICTS: dict[str, type[dict[Any, Any]]] = {kind.__name__: kind for kind in (Counter, OrderedDict, defaultdict)}
HASHING = frozenset({set, frozenset, dict, *DICTS.values()})
FACTORIES = {kind.__name__: kind for kind in (int, float, complex, bool, str, list, tuple, dict, set)}  # of defaultdict
NUMPY_KINDS = "biufcSU"  # numbers, bytes and text; never objects
NUMPY_DTYPE = re.compile(rf"[<>|][{NUMPY_KINDS}]\d{{1,9}}")  # as `np.dtype.str` writes it


class NotPlain(Exception):
    """The value is not plain data, or too large or deep to cross: it stays in the sandbox, behind a handle."""


@dataclass(frozen=True)
class HandleInfo:
    """What crosses of an object that stays in the sandbox.

    Attributes:
        number: the sandbox's name for it.
        bases: (module, qualified name) of its class and the bases of that, in method resolution order.
        is_callable: it can be called.
    """

    number: int
    bases: tuple[tuple[str, str], ...]
    is_callable: bool


# --- out of the sandbox ------------------------------------------------------------------------------------------


def encode(value: Any, handle: Callable[[Any], HandleInfo], max_bytes: int) -> list[Any]:
    """Makes a tree of `value`.

    Args:
        value: anything.
        handle: called for each part that is not plain data; gives what crosses instead.
        max_bytes: of all tensors, arrays, strings together; a larger value crosses as one handle.
    """
    try:
        return _Encoder(handle, max_bytes).node(value, 0)
    except Exception:  # `NotPlain`, or what a value raises when it is looked at, as a nested tensor does
        return _handle_node(handle(value))


def _handle_node(info: HandleInfo) -> list[Any]:
    return ["handle", info.number, [list(base) for base in info.bases], info.is_callable]


class _Encoder:
    def __init__(self, handle: Callable[[Any], HandleInfo], max_bytes: int) -> None:
        self.handle, self.left, self.nodes = handle, max_bytes, 0

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise NotPlain

    def node(self, value: Any, depth: int) -> list[Any]:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise NotPlain
        kind = type(value)
        if value is None or kind in (bool, float):
            return ["is", value]
        if kind is int:
            return ["is", value] if -(2**63) <= value < 2**63 else self.big_int(value)
        if kind is str:
            data = value.encode("utf-8", "surrogatepass")
            self.spend(len(data))
            return ["str", data]
        if kind in HASHING and not has_few_of_one_hash(value):
            raise NotPlain
        if kind in (list, tuple, set, frozenset):
            return [kind.__name__, [self.node(item, depth + 1) for item in value]]
        if kind is dict:
            return ["dict", self.pairs(value, depth)]
        if kind in (torch.Tensor, torch.nn.Parameter):
            return self.tensor(value)
        if kind is np.ndarray or isinstance(value, np.generic):
            return self.array(value)
        return self.rare(value, depth)

    def pairs(self, value: dict[Any, Any], depth: int) -> list[Any]:
        return [[self.node(k, depth + 1), self.node(v, depth + 1)] for k, v in value.items()]

    def big_int(self, value: int) -> list[Any]:
        if value.bit_length() > MAX_INT_BITS:
            raise NotPlain
        return ["int", hex(value)]

    def rare(self, value: Any, depth: int) -> list[Any]:
        kind = type(value)
        if kind is complex:
            return ["complex", value.real, value.imag]
        if kind is bytes:
            self.spend(len(value))
            return ["bytes", value]
        if kind is torch.Size:
            return ["size", list(value)]
        if kind in DICTS.values():
            factory = getattr(value, "default_factory", None)
            if factory is None or factory in FACTORIES.values():
                return [kind.__name__, factory and factory.__name__, self.pairs(value, depth)]
        if kind is torch.dtype:
            return ["dtype", str(value).removeprefix("torch.")]
        if kind is torch.device:
            return ["device", str(value)]
        if kind is slice or (kind is range and _is_short(value)):
            return [kind.__name__, [self.node(v, depth + 1) for v in (value.start, value.stop, value.step)]]
        return _handle_node(self.handle(value))

    def tensor(self, value: torch.Tensor) -> list[Any]:
        if not is_plain(value):
            return _handle_node(self.handle(value))
        name = str(value.dtype).removeprefix("torch.")
        data = b""
        if value.device.type == "meta" or not value.numel():
            self.demand_few_rows(value.shape)
        if value.device.type != "meta":
            self.spend(value.numel() * value.element_size())
            plain = value.detach().resolve_conj().resolve_neg().cpu().contiguous()
            # One number is contiguous whatever its stride, but only with stride 1 it can be viewed as bytes.
            numbers = plain.as_strided((plain.numel(),), (1,))
            data = numbers.view(torch.uint8).numpy().tobytes() if plain.numel() else b""
        parameter = type(value) is torch.nn.Parameter
        return ["tensor", name, list(value.shape), str(value.device), value.requires_grad, parameter, data]

    def demand_few_rows(self, shape: Sequence[int]) -> None:
        if not _has_few_rows(shape):
            raise NotPlain

    def array(self, value: Any) -> list[Any]:
        if value.dtype.kind not in NUMPY_KINDS or (value.ndim and not value.dtype.itemsize):
            return _handle_node(self.handle(value))
        self.spend(value.nbytes)
        if not value.nbytes:
            self.demand_few_rows(value.shape)
        tag = "array" if type(value) is np.ndarray else "scalar"
        data = value.tobytes()[: value.nbytes]  # an empty text of NumPy's gives a character that it does not have
        return [tag, value.dtype.str, list(value.shape), data]


def distinct(tensor: torch.Tensor, steps: Sequence[int]) -> torch.Tensor:
    """The part of a tensor that is not the same numbers again and again, along dimensions of step 0."""
    for dimension, step in enumerate(steps):
        if step == 0:
            tensor = tensor.narrow(dimension, 0, min(1, tensor.shape[dimension]))
    return tensor


def is_plain(tensor: torch.Tensor) -> bool:
    """Whether a tensor can cross as its numbers."""
    name = str(tensor.dtype).removeprefix("torch.")
    return tensor.layout == torch.strided and not tensor.is_quantized and name in DTYPES


# --- into the grader ---------------------------------------------------------------------------------------------


def decode(tree: Any, handle: Callable[[HandleInfo], Any]) -> Any:
    """Tree → value.

    Args:
        tree: what `unpack` gives.
        handle: makes the grader's stand-in for an object that stays in the sandbox.

    Raises:
        WireError: the tree is not one that `encode` makes.
    """
    try:
        return _Decoder(handle).value(tree, 0)
    except WireError:
        raise
    except Exception as error:  # whatever a hostile tree makes Python raise, it is the sender's fault
        raise WireError(f"malformed value: {type(error).__name__}") from None


def _is_short(numbers: range) -> bool:
    """Whether a list of the numbers could have crossed: a test may make one."""
    return not numbers[MAX_NODES:]


def has_few_of_one_hash(keys: Iterable[Any]) -> bool:
    """Whether a set or dict of the keys takes no longer to make than others of its size."""
    return max(Counter(map(hash, keys)).values(), default=0) <= MAX_SAME_HASH


def _has_few_rows(shape: Sequence[int]) -> bool:
    """Whether a test can go through a tensor or array that has a shape, but no data."""
    return all(size <= MAX_ROWS for size in shape)


def _demand(condition: bool, what: str) -> None:
    if not condition:
        raise WireError(what)


def _exact(value: Any, *kinds: type) -> Any:
    _demand(type(value) in kinds, f"{type(value).__name__} where {kinds[0].__name__} belongs")
    return value


class _Decoder:
    def __init__(self, handle: Callable[[HandleInfo], Any]) -> None:
        self.handle, self.nodes = handle, 0

    def value(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        _demand(depth <= MAX_DEPTH and self.nodes <= MAX_NODES, "too deep or too many parts")
        tag, *rest = _exact(tree, list)
        match tag, rest:
            case "is", [None | bool() | int() | float() as plain]:
                return plain
            case "str", [bytes(data)]:
                return data.decode("utf-8", "surrogatepass")
            case "bytes", [bytes(data)]:
                return data
            case "list" | "tuple", [list(items)]:
                made = [self.value(item, depth + 1) for item in items]
                return made if tag == "list" else tuple(made)
            case "set" | "frozenset", [list(items)]:
                keys = self.keys(items, depth)
                return set(keys) if tag == "set" else frozenset(keys)
            case "dict", [list(pairs)]:
                return self.dict(pairs, depth)
            case "tensor", [str(dtype), list(shape), str(device), bool(grad), bool(parameter), bytes(data)]:
                return tensor(dtype, shape, device, grad, parameter, data)
            case "array" | "scalar", [str(dtype), list(shape), bytes(data)]:
                numbers = array(dtype, shape, data)
                return numbers if tag == "array" else numbers[()]
            case "handle", [int(number), list(bases), bool(is_callable)]:
                return self.handle(_handle_info(number, bases, is_callable))
        return self.rare(tag, rest, depth)

    def dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        keys = self.keys([key for key, _ in pairs], depth)
        return dict(zip(keys, (self.value(value, depth + 1) for _, value in pairs), strict=True))

    def keys(self, trees: list[Any], depth: int) -> list[Any]:
        """The elements of a set or the keys of a dict.

        Hashes of numbers and tuples are no secret, and a set takes time that grows with the square of the number of
        keys of one hash: 100,000 of them would keep a grader busy for minutes, without a chance to interrupt it.
        """
        made = [self.value(tree, depth + 1) for tree in trees]
        _demand(has_few_of_one_hash(made), "too many keys of one hash")
        return made

    def rare(self, tag: Any, rest: list[Any], depth: int) -> Any:
        match tag, rest:
            case "int", [str(text)]:
                number = int(text, 16)
                _demand(number.bit_length() <= MAX_INT_BITS, "integer too long")
                return number
            case "complex", [float(real), float(imag)]:
                return complex(real, imag)
            case "size", [list(shape)]:
                return torch.Size(_shape(shape))
            case "Counter" | "OrderedDict" | "defaultdict", [None | str() as factory, list(pairs)]:
                made = self.dict(pairs, depth)
                if tag == "defaultdict":
                    return defaultdict(FACTORIES[factory] if factory else None, made)
                return DICTS[tag](made)
            case "dtype", [str(name)]:
                _demand(name in DTYPES, "unknown dtype")
                return DTYPES[name]
            case "device", [str(name)]:
                return torch.device(name)
            case "slice" | "range", [[start, stop, step]]:
                parts = [self.value(part, depth + 1) for part in (start, stop, step)]
                if tag == "slice":
                    return slice(*parts)
                numbers = range(*parts)
                _demand(_is_short(numbers), "a range too long")
                return numbers
        raise WireError("unknown kind of value")


def _handle_info(number: int, bases: list[Any], is_callable: bool) -> HandleInfo:
    _demand(len(bases) <= 64, "too many bases")
    pairs = tuple((_exact(module, str), _exact(name, str)) for module, name in bases)
    return HandleInfo(number, pairs, is_callable)


def _shape(shape: list[Any]) -> tuple[int, ...]:
    _demand(len(shape) <= MAX_DIMENSIONS, "too many dimensions")
    for size in shape:
        _demand(type(size) is int and 0 <= size < 2**48, "impossible shape")
    return tuple(shape)


def tensor(
    dtype: str, shape: list[Any], device: str, requires_grad: bool, parameter: bool, data: bytes
) -> torch.Tensor:
    """A tensor of raw bytes, on the CPU; it remembers the device it had.

    Raises:
        WireError: the bytes do not fill the shape exactly.
    """
    _demand(dtype in DTYPES, "unknown dtype")
    sizes, kind, where = _shape(shape), DTYPES[dtype], torch.device(device)
    _demand(bool(data) or _has_few_rows(sizes), "rows without data")
    if where.type == "meta":
        _demand(not data, "data of a tensor without any")
        made = torch.empty(sizes, dtype=kind, device="meta")
    else:
        _demand(math.prod(sizes) * torch.empty(0, dtype=kind).element_size() == len(data), "size of a tensor")
        _demand(kind != torch.bool or _zeros_and_ones(data), "a bool")
        made = torch.frombuffer(bytearray(data), dtype=kind) if data else torch.empty(0, dtype=kind)
        made = made.reshape(sizes)
    if parameter:
        return torch.nn.Parameter(made, requires_grad)
    if where.type not in ("cpu", "meta"):
        made = made.as_subclass(ArrivedTensor)
        made.original_device = where
    return made.requires_grad_(requires_grad)


def _returned(plain: torch.Tensor, device: str) -> torch.Tensor:
    return plain.to(device)


class ArrivedTensor(torch.Tensor):
    """A tensor whose data came from a GPU: its data are on the CPU, `device` says where it was."""

    original_device: torch.device
    # Results of operations on it are plain CPU tensors.
    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]  # as torch documents it

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Sent back into a sandbox, it goes to the device it came from."""
        return _returned, (self.as_subclass(torch.Tensor), str(self.original_device))

    @property
    def device(self) -> torch.device:  # type: ignore[override]  # torch's is a descriptor without a setter, too
        """Where the tensor was in the sandbox."""
        return self.original_device

    @property
    def is_cuda(self) -> bool:  # type: ignore[override]  # likewise
        """It was on a CUDA device."""
        return self.original_device.type == "cuda"


def array(dtype: str, shape: list[Any], data: bytes) -> np.ndarray[Any, Any]:
    """A NumPy array of raw bytes.

    Raises:
        WireError: the bytes do not fill the shape exactly, or the dtype is not a number or text.
    """
    _demand(NUMPY_DTYPE.fullmatch(dtype) is not None, "unknown dtype")
    kind, sizes = np.dtype(dtype), _shape(shape)
    _demand(math.prod(sizes) * kind.itemsize == len(data), "size of an array")
    _demand(bool(data) or _has_few_rows(sizes), "rows without data")
    _demand(kind.kind != "b" or _zeros_and_ones(data), "a bool")
    _demand(kind.kind != "U" or _characters(data, kind), "a character")
    if sizes or kind.itemsize:
        return np.frombuffer(bytearray(data), dtype=kind).reshape(sizes)
    return np.zeros((), kind)  # the empty text


def _zeros_and_ones(data: bytes) -> bool:
    """Whether the bytes are bools: what else a byte may be, libraries read as they like."""
    return not data or int(np.frombuffer(data, dtype=np.uint8).max()) <= 1


def _characters(data: bytes, text: np.dtype[Any]) -> bool:
    """Whether the bytes of an array of texts are Unicode: of others, NumPy makes no text later, but an error."""
    return not data or int(np.frombuffer(data, text.byteorder + "u4").max()) <= sys.maxunicode


def tensor_of_bytes(
    data: bytearray,
    dtype: torch.dtype,
    shape: tuple[int, ...],
    stride: tuple[int, ...],
    requires_grad: bool,
    is_leaf: bool,
) -> torch.Tensor:
    """A tensor on its way into the sandbox, from the bytes of its storage; that can be resized.

    One that was computed is so there, too: it can be changed in place though gradients flow through it.
    """
    numbers = torch.frombuffer(data, dtype=dtype).clone() if data else torch.empty(0, dtype=dtype)
    made = torch.empty(0, dtype=dtype).set_(numbers.untyped_storage(), 0, shape, stride).requires_grad_(requires_grad)
    return made if is_leaf else made.clone()


def read_only(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """An array on its way into the sandbox that cannot be written in the test either."""
    array.flags.writeable = False
    return array


def with_grad(tensor: torch.Tensor, grad: torch.Tensor) -> None:
    """Gives a tensor on its way into the sandbox the gradient that it has in the test."""
    tensor.grad = grad
