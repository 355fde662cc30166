"""Values across the wall: what is plain data arrives as it was, and hostile bytes are an error and nothing else."""

import pickle
from collections import Counter, OrderedDict, defaultdict
from typing import Any

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import StudentError
from autograder.wall import wire
from autograder.wall.changes import Before, changeable, write_back
from autograder.wall.messages import WireError, unpack
from autograder.wall.wire import HandleInfo, decode, encode

MB = 1 << 20


def cross(value: Any, max_bytes: int = 64 * MB) -> Any:
    """The value after a journey through bytes; handles arrive as their HandleInfo."""
    kept: list[Any] = []

    def handle(part: Any) -> HandleInfo:
        kept.append(part)
        return HandleInfo(len(kept), ((type(part).__module__, type(part).__qualname__),), callable(part))

    return decode(unpack(msgpack.packb(encode(value, handle, max_bytes))), lambda info: info)


def identical(a: Any, b: Any) -> bool:
    """Same type and value all the way down; NaN is itself and -0.0 is not 0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a.hex() == b.hex()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(identical, a, b))
    if isinstance(a, dict):
        return identical(list(a.items()), list(b.items()))
    return bool(a == b)


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4000), 2**4000)
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.binary(max_size=64)
)
plain = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(scalars.filter(lambda k: k == k), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(plain)
@settings(max_examples=150, deadline=None)
def test_plain_values_of_any_nesting_arrive_with_their_types(value: Any) -> None:
    assert identical(cross(value), value)


@pytest.mark.parametrize(
    "value",
    [
        complex(1, -2),
        {1, 2, (3, 4)},  # no text in it: the id of this test would differ from process to process
        frozenset({"a"}),
        slice(1, None, -2),
        range(3, 30, 3),
        torch.Size([2, 0, 3]),
        torch.bfloat16,
        torch.device("cuda", 3),
        torch.device("cpu"),
        "half a pair \ud800",
        -(2**63),
        2**64,
        Counter("hello"),
        OrderedDict([("b", 1), ("a", [2])]),
        defaultdict(None, {1: 2}),
    ],
    ids=repr,
)
def test_the_rarer_kinds_of_plain_data_arrive_as_they_were(value: Any) -> None:
    arrived = cross(value)
    assert type(arrived) is type(value)
    assert arrived == value


def test_dicts_that_know_what_is_missing_still_know_it() -> None:
    assert cross(Counter("hello"))["x"] == 0
    assert cross(defaultdict(list, {"a": [1]}))["x"] == []
    moved = OrderedDict.fromkeys("abc")
    moved.move_to_end("a")
    assert list(cross(moved)) == ["b", "c", "a"]
    assert type(cross(defaultdict(lambda: 1))) is HandleInfo  # a factory of their own stays in the sandbox, as the dict


def test_keys_of_one_hash_stay_in_the_sandbox_instead_of_keeping_the_grader_busy() -> None:
    few, many = ({n * (2**61 - 1): n for n in range(count)} for count in (60, 70))
    assert cross(few) == few
    assert type(cross(many)) is HandleInfo


@pytest.mark.parametrize("dtype", wire.DTYPES.values(), ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3, 2), (2, 0, 4)], ids=str)
def test_tensors_of_every_dtype_arrive_bit_by_bit(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    value = (torch.rand(shape) * 3).to(dtype)
    arrived = cross(value)
    assert type(arrived) is torch.Tensor
    assert (arrived.dtype, arrived.shape, arrived.device.type) == (dtype, value.shape, "cpu")
    assert arrived.numpy(force=True).tobytes() == value.numpy(force=True).tobytes() if dtype in NUMPY_KNOWS else True
    assert torch.equal(arrived.reshape(-1).view(torch.uint8), value.reshape(-1).view(torch.uint8))


NUMPY_KNOWS = (torch.float32, torch.int64, torch.bool, torch.complex64)


def test_views_arrive_as_what_they_show() -> None:
    base = torch.arange(12.0).reshape(3, 4)
    one = torch.ones(1, 16)[:, 0]
    for view in (base.T, base[::2, 1:], base[0].expand(5, 4), one, torch.tensor([1 + 2j, 3 - 1j]).conj()):
        assert torch.equal(cross(view), view)
    array = np.arange(12).reshape(3, 4)
    for part in (array.T, array[::-1, ::2], np.asfortranarray(array)):
        assert np.array_equal(cross(part), part)


def test_requires_grad_and_parameters_are_kept_and_the_graph_is_not() -> None:
    weight = torch.nn.Parameter(torch.ones(2))
    product = weight * 3
    assert type(cross(weight)) is torch.nn.Parameter
    assert cross(weight).requires_grad
    assert not cross(torch.nn.Parameter(torch.ones(2), requires_grad=False)).requires_grad
    arrived = cross(product)
    assert type(arrived) is torch.Tensor
    assert arrived.requires_grad
    assert arrived.grad_fn is None
    assert not cross(torch.ones(2)).requires_grad


def test_a_tensor_from_a_gpu_remembers_its_device_while_its_data_are_here() -> None:
    data = np.arange(3, dtype=np.float32).tobytes()
    arrived = decode(["tensor", "float32", [3], "cuda:0", True, False, data], lambda info: info)
    assert isinstance(arrived, torch.Tensor)
    assert arrived.device == torch.device("cuda:0")
    assert arrived.is_cuda
    assert arrived.requires_grad
    with torch.no_grad():
        assert torch.equal(arrived * 2, torch.tensor([0.0, 2.0, 4.0]))
    assert torch.allclose(arrived, torch.arange(3.0))


def test_a_meta_tensor_has_a_shape_and_no_data() -> None:
    arrived = cross(torch.empty(10**6, 10**6, device="meta"))
    assert arrived.device.type == "meta"
    assert arrived.shape == (10**6, 10**6)


@pytest.mark.parametrize(
    "value",
    [
        np.float32(1.5),
        np.int64(-3),
        np.bool_(True),
        np.str_("word"),
        np.str_(""),
        np.bytes_(b""),
        np.array(3.0),
        np.zeros((0, 3), np.int16),
        np.array([[1, 2]], ">i4"),
        np.array(["a", "bcd"]),
        np.array([b"x", b"yz"]),
        np.array([1j, 2]),
        np.array([True, False]),
    ],
    ids=repr,
)
def test_numpy_arrays_and_scalars_arrive_as_they_were(value: Any) -> None:
    arrived = cross(value)
    assert type(arrived) is type(value)
    assert arrived.dtype == value.dtype
    assert arrived.shape == value.shape
    assert np.array_equal(arrived, value)


class LyingInt(int):
    """Equal to everything."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize(
    "value",
    [
        LyingInt(3),
        type("Dict", (OrderedDict,), {})(a=1),
        torch.nn.Linear(1, 1),
        torch.ones(2).to_sparse(),
        torch.ones(2).as_subclass(type("Sub", (torch.Tensor,), {})),
        np.ma.array([1]),
        np.array([object()]),
        np.zeros(2, "f4,i4"),
        np.datetime64("2024-01-01"),
        lambda: 3,
        type("Text", (str,), {})("x"),
        ValueError("x"),
        (i for i in ()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_exactly_plain_data_stays_behind_a_handle(value: Any) -> None:
    arrived = cross([value])[0]
    assert type(arrived) is HandleInfo
    assert arrived.bases[0][1] == type(value).__qualname__
    assert arrived.is_callable is callable(value)


def test_a_value_too_large_or_too_deep_or_endless_stays_behind_one_handle() -> None:
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    deep: list[Any] = []
    for _ in range(200):
        deep = [deep]
    for value in (torch.zeros(1000), "x" * 2000, [b"y" * 600] * 2, np.zeros(1000), cyclic, deep, 2**5000):
        assert type(cross(value, max_bytes=1000)) is HandleInfo


# --- hostile bytes and trees -----------------------------------------------------------------------------------------

HUGE = 2**40
hostile_trees = {
    "unknown tag": ["pickle", b"x"],
    "no tag": [],
    "not a list": 3,
    "tag of a wrong type": [["list"], []],
    "too many parts": ["is", 1, 2],
    "a list as a scalar": ["is", [1]],
    "str not as bytes": ["str", "x"],
    "broken UTF-8": ["str", b"\xff"],
    "set of lists": ["set", [["list", []]]],
    "dict with a list as key": ["dict", [[["list", []], ["is", 1]]]],
    "dict pair of three": ["dict", [[["is", 1], ["is", 1], ["is", 1]]]],
    "integer too long": ["int", "0x" + "f" * 1025],
    "no integer": ["int", "two"],
    "slice of four": ["slice", [["is", 1]] * 4],
    "range of text": ["range", [["str", b"a"], ["is", 1], ["is", 1]]],
    "range of more numbers than cross one by one": ["range", [["is", 0], ["is", HUGE], ["is", 1]]],
    "set of too many numbers of one hash": ["set", [["int", hex(n * (2**61 - 1))] for n in range(100)]],
    "dict of too many pairs of one hash": [
        "dict",
        [[["complex", -1000003.0 * n, 1.0 * n], ["is", 1]] for n in range(100)],
    ],
    "range step zero": ["range", [["is", 1], ["is", 1], ["is", 0]]],
    "unknown dtype": ["dtype", "float32; import os"],
    "unknown device": ["device", "warp:1"],
    "negative size": ["size", [-1]],
    "size of text": ["size", ["1"]],
    "tensor larger than its data": ["tensor", "float32", [HUGE], "cpu", False, False, b"1234"],
    "tensor smaller than its data": ["tensor", "float32", [1], "cpu", False, False, b"12345678"],
    "tensor of negative sizes": ["tensor", "float32", [-1, -1], "cpu", False, False, b"1234"],
    "tensor of bool sizes": ["tensor", "uint8", [True], "cpu", False, False, b"1"],
    "tensor of an attribute that is no dtype": ["tensor", "nn", [1], "cpu", False, False, b"1"],
    "meta tensor of an overflowing shape": ["tensor", "float32", [2**47] * 4, "meta", False, False, b""],
    "meta tensor with data and a huge shape": ["tensor", "uint8", [2**31], "meta", False, False, b"1"],
    "tensor of too many dimensions": ["tensor", "uint8", [1] * 65, "cpu", False, False, b"1"],
    "integer tensor that requires grad": ["tensor", "int64", [1], "cpu", True, False, b"12345678"],
    "boolean tensor of twos": ["tensor", "bool", [2], "cpu", False, False, b"\x01\x02"],
    "boolean array of twos": ["array", "|b1", [2], b"\x01\x02"],
    "array of objects": ["array", "|O", [1], b"12345678"],
    "array of records": ["array", "f4,f4", [1], b"12345678"],
    "array of a sub-array": ["array", "(2,)f4", [1], b"12345678"],
    "array of texts beyond Unicode": ["array", "<U1", [1], b"\xff\xff\xff\x00"],
    "array of a type with a long name": ["array", "f4," * 1000, [1], b"1234"],
    "array larger than its data": ["array", "<f8", [HUGE], b"12345678"],
    "array of nothings of a huge shape": ["array", "<U0", [2**31], b""],
    "array of raw memory": ["array", "|V8", [1], b"12345678"],
    "handle with a text as number": ["handle", "1", [], False],
    "handle with too many bases": ["handle", 1, [["a", "b"]] * 100, False],
    "handle with a base of three": ["handle", 1, [["a", "b", "c"]], False],
    "handle with a number as base": ["handle", 1, [[1, 2]], False],
}


@pytest.mark.parametrize("tree", hostile_trees.values(), ids=hostile_trees)
def test_a_tree_that_encode_never_makes_is_a_wire_error(tree: Any) -> None:
    with pytest.raises(WireError):
        decode(unpack(msgpack.packb(tree)), lambda info: info)


def test_a_tree_too_deep_or_with_too_many_parts_is_a_wire_error(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: list[Any] = ["is", 1]
    for _ in range(100):
        deep = ["list", [deep]]
    with pytest.raises(WireError):
        decode(unpack(msgpack.packb(deep)), lambda info: info)
    monkeypatch.setattr(wire, "MAX_NODES", 1000)
    with pytest.raises(WireError):
        decode(["list", [["is", 1]] * 1001], lambda info: info)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        pickle.dumps(["value", None, []]),
        msgpack.packb([1]) + b"more",
        b"\xdd\xff\xff\xff\xff",  # announces 4 billion items
        b"\xdb\xff\xff\xff\xff",  # announces 4 GB of text
        b"\x91" * 100_000,  # one list in the other
        msgpack.packb({"a": 1}),
        msgpack.packb(msgpack.ExtType(5, b"x")),
        msgpack.packb(msgpack.Timestamp(1, 1)),
        b"\xa1\xff",  # text that is not UTF-8
        b"\xa5abc",  # text cut off
    ],
    ids=lambda data: repr(data[:12]),
)
def test_bytes_that_are_not_our_messagepack_are_a_wire_error(data: bytes) -> None:
    with pytest.raises(WireError):
        unpack(data)


# --- changed arguments ---------------------------------------------------------------------------------------------


def refuse(_: HandleInfo) -> Any:
    raise AssertionError("no handle is among them")


def test_a_gradient_from_a_gpu_is_on_the_cpu_as_its_tensor_is() -> None:
    x = torch.ones(2, requires_grad=True)
    grad = ["tensor", "float32", [2], "cuda:0", False, False, torch.tensor([1.0, 2.0]).numpy().tobytes()]
    write_back((x,), [[0, "grad", grad]], lambda tree: decode(tree, refuse))
    assert x.grad is not None
    assert (type(x.grad), x.grad.device.type, x.grad.tolist()) == (torch.Tensor, "cpu", [1, 2])
    y = x * 2
    write_back((y,), [[0, "grad", grad]], lambda tree: decode(tree, refuse))
    assert x.grad.tolist() == [1, 2]


ONE = ["tensor", "float32", [1], "cpu", False, False, bytes(4)]


def references(*numbers: int, new: list[Any] | None = None) -> list[Any]:
    """What a changed list or dict refers to, as a tree."""
    return ["tuple", [["array", "<i8", [len(numbers)], np.array(numbers, np.int64).tobytes()], ["list", new or []]]]


NONE, SAME_HASH = ["is", None], [["int", hex(number * (2**61 - 1))] for number in range(1, 100)]


@pytest.mark.parametrize(
    "changed",
    [
        [0],
        [[]],
        [[0, "value"]],
        [[0, "value", 1]],
        [[0, "value", []]],
        [[9, "value", NONE]],
        [[-1, "value", NONE]],
        [["0", "value", NONE]],
        [[0, "data", NONE]],
        [[0, "value", NONE]],
        [[0, "items", NONE]],
        [[0, "grad", ["is", 1]]],
        [[0, "grad", NONE], [0, "grad", NONE]],
        [[0, "grad", NONE], [0, "requires_grad", ["is", False]]],
        [[0, "requires_grad", ["is", "no"]]],
        [[2, "value", NONE]],
        [[2, "training", ["is", True]]],
        [[2, "training", ["dict", [[["str", b""], ["is", 1]]]]]],
        [[3, "training", ["dict", []]]],
        [[4, "value", ["list", [["is", 1]]]]],
        [[4, "items", ["list", [["is", 1]]]]],
        [[4, "items", ["tuple", [["range", [["is", 0], ["is", 100], ["is", 1]]]]]]],
        [[4, "items", ["tuple", [ONE]]]],
        [[4, "items", ["tuple", [["tuple", [ONE, ["list", []]]]]]]],
        [[4, "items", ["tuple", [references(-2)]]]],
        [[4, "items", ["tuple", [references(99)]]]],
        [[4, "items", ["tuple", [references(-1)]]]],
        [[4, "items", ["tuple", [references(0, new=[NONE])]]]],
        [[5, "items", ["tuple", [references(0)]]]],
        [[5, "items", ["tuple", [references(0), references(0, 0)]]]],
        [[5, "items", ["list", [["tuple", [key, ["is", 0]]] for key in SAME_HASH]]]],
        [[5, "items", ["tuple", [references(*[-1] * len(SAME_HASH), new=SAME_HASH)] * 2]]],
        [[6, "options", ["tuple", [["is", 1]]]]],
        [[6, "state", ["list", [["dict", []]]]]],
    ],
)
def test_a_change_that_no_shell_sends_is_a_wire_error(changed: list[Any]) -> None:
    write_all(changed, WireError)


@pytest.mark.parametrize(
    "entry",
    [
        [2, "layers", ["is", None]],
        [0, "value", ["handle", 1, [], False]],
        [0, "value", ["tensor", "float32", [1 << 20, 1 << 20], "meta", False, False, b""]],
        [0, "grad", ["tensor", "float32", [2], "meta", False, False, b""]],
        [0, "grad", ONE],
        [1, "grad", ONE],
        [1, "requires_grad", ["is", True]],
        [6, "options", ["tuple", []]],
    ],
)
def test_a_change_that_cannot_be_made_here_is_the_students(entry: Any) -> None:
    write_all([entry], StudentError)


def write_all(changed: list[Any], error: type[Exception]) -> None:
    """Changes arguments as a hostile sandbox would: it raises, and they are as they were."""
    net = torch.nn.ReLU()
    tensors = torch.ones(2), torch.ones(1, dtype=torch.int64)
    arguments = *tensors, net, np.ones(2), [1], {1: 2}, torch.optim.SGD([torch.ones(1, requires_grad=True)])
    before = Before(changeable(arguments))
    with pytest.raises(error):
        write_back(arguments, changed, lambda tree: decode(tree, refuse))
    assert list(before.changes(in_place=True)) == []
