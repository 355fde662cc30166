"""What comes out of a sandbox or of a submitted file, made up, and what must hold whatever it is.

`tests/test_fuzzing.py` tries a few hundred of each in every run of the tests, `benchmarks/fuzz.py` millions.
"""

import contextlib
import copy
import functools
import json
import math
import os
import random
import re
import signal
import socket
import struct
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import msgpack
import nbformat
import numpy as np
import torch
from hypothesis import strategies as st
from nb_course import cell, solved, source_notebook, write_course

from autograder.course import Assignment, Course, Limits
from autograder.errors import GraderError, StudentError, SubmissionError
from autograder.executed import notebook_text
from autograder.grading import GradingRun, grade_notebook
from autograder.jobs import Job
from autograder.keys import assignment_digest, code_hash, submission_key
from autograder.notebook import Role, Step
from autograder.reading import read_submission
from autograder.restore import restore
from autograder.results import NotebookResult, Outcome, SubmissionResult
from autograder.sandbox.channel import Channel, ChannelClosed, ChannelTimeout, MessageTooLong
from autograder.sandbox.client import Sandbox
from autograder.sandbox.spec import SandboxSpec
from autograder.wall import wire
from autograder.wall.compiling import compile_test
from autograder.wall.messages import WireError, unpack
from autograder.wall.remote import CallableHandle, Handle, Remote, TestNamespace, trusted_class
from autograder.wall.wire import ArrivedTensor, HandleInfo, decode, encode

Inputs = st.SearchStrategy[Any]
MB = 1 << 20


@dataclass(frozen=True)
class Target:
    """Something that reads what nobody vouches for.

    Attributes:
        name: what it reads.
        group: of targets that read the same in different shapes.
        inputs: what Hypothesis makes up.
        check: raises where a property does not hold of an input, or anything but the declared errors comes out.
        seeds: where inputs are bytes that a fuzzer may mutate itself: some to begin with.
        examples: how many to try in a run of the tests.
    """

    name: str
    group: str
    inputs: Inputs
    check: Callable[[Any], None]
    seeds: tuple[bytes, ...] = ()
    examples: int = 150


# --- what may be spent -----------------------------------------------------------------------------------------------


PROCESSOR_SECONDS = 10  # a thousand times what anything here needs


class Overspent(BaseException):
    """Too much was done; no `except Exception` of what is tested catches it."""


@contextlib.contextmanager
def spending(memory: int, calls: int) -> Iterator[None]:
    """Fails where the block takes more memory or calls more functions than allowed: both are counted, not timed.

    Work inside C code cannot be counted; it is stopped after some seconds of processor time.

    Args:
        memory: peak of what Python and NumPy allocate, in bytes.
        calls: of Python functions.
    """
    left = calls

    def count(_: object, event: str, __: object) -> None:
        nonlocal left
        left -= event == "call"
        if left < 0:
            raise Overspent(f"more than {calls:,} calls")

    def stop(*_: object) -> None:
        raise Overspent(f"more than {PROCESSOR_SECONDS} s of processor time")

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, PROCESSOR_SECONDS)
    tracemalloc.start()
    sys.setprofile(count)
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    except Overspent as error:
        raise AssertionError(str(error)) from None
    finally:
        sys.setprofile(None)
        tracemalloc.stop()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)
    assert peak <= memory, f"{peak:,} bytes of memory where {memory:,} are enough"


# --- what is made up -------------------------------------------------------------------------------------------------

any_text = st.text(st.characters(exclude_categories=()), max_size=8)
whole_numbers = st.integers(-(2**63), 2**64 - 1) | st.sampled_from([0, 1, 2, 2**31, 2**47, 2**48, 2**53])
scalars = st.none() | st.booleans() | whole_numbers | st.floats() | st.text(max_size=8) | st.binary(max_size=8)
junk = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=6)


def slots(tree: Any) -> list[tuple[Any, Any]]:
    """Every place in nested lists and dicts, as a container and an index or key of it."""
    keys = range(len(tree)) if isinstance(tree, list) else tuple(tree) if isinstance(tree, dict) else ()
    return [place for key in keys for place in ((tree, key), *slots(tree[key]))]


def altered(tree: Any, changes: list[tuple[int, Any]]) -> Any:
    """A copy of a tree with something else in some of its places."""
    tree = copy.deepcopy(tree)
    for number, value in changes:
        if places := slots(tree):
            container, key = places[number % len(places)]
            container[key] = copy.deepcopy(value)  # the same value may be put into several places
    return tree


def damaged(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    """The bytes with others written over them here and there, or cut off where there are none to write."""
    made = bytearray(data)
    for position, new in changes:
        at = position % (len(made) + 1)
        made[at : at + len(new)] = new
        if not new:
            del made[at:]
    return bytes(made)


def changes(of: Inputs, largest: int = 400, most: int = 4) -> Inputs:
    """What `altered` and `damaged` take."""
    return st.lists(st.tuples(st.integers(0, largest), of), max_size=most)


# --- values and messages ---------------------------------------------------------------------------------------------

NUMPY_TYPES = ("<f8", ">i4", "|b1", "|u1", "<c16", "|S3", "<U2", "<U0", "<f2", "|O", "|V8", "<M8[s]", "f4,f4", "(2,)f4")
DEVICES = ("cpu", "meta", "cuda:0", "cuda", "cpu:7", "mps", "warp:1", "cuda:-1", "")
CLASSES = (
    ("builtins", "dict"), ("builtins", "list"), ("builtins", "str"), ("builtins", "int"), ("builtins", "float"),
    ("builtins", "type"), ("builtins", "function"), ("builtins", "module"), ("builtins", "object"),
    ("builtins", "KeyError"), ("builtins", "OSError"), ("builtins", "MemoryError"), ("builtins", "SystemExit"),
    ("builtins", "StopIteration"), ("collections", "OrderedDict"), ("numpy", "ndarray"), ("numpy", "float64"),
    ("torch", "Tensor"), ("torch.nn.modules.module", "Module"), ("pathlib", "PosixPath"), ("__main__", "Net\0"),
)  # fmt: skip
shapes = st.lists(st.integers(0, 3), max_size=3) | st.lists(whole_numbers, max_size=40)
bases = st.lists(st.sampled_from(CLASSES).map(list), max_size=3)


@st.composite
def numbers(draw: st.DrawFn) -> list[Any]:
    """A tensor or an array, mostly of as many bytes as it takes."""
    tag = draw(st.sampled_from(["tensor", "array", "scalar"]))
    dtype = draw(st.sampled_from(NUMPY_TYPES if tag != "tensor" else (*wire.DTYPES, "nn", "qint8")))
    shape = draw(shapes)
    size = 8
    if tag == "tensor" and dtype in wire.DTYPES:
        size = wire.DTYPES[dtype].itemsize
    elif tag != "tensor":
        size = np.dtype(dtype).itemsize
    count = size * math.prod(shape)
    data = random.Random(draw(st.integers(0, 9))).randbytes(count) if 0 <= count < 1000 else b"12345678"
    if draw(st.booleans()):
        data = bytes(len(data))
    if tag != "tensor":
        return [tag, dtype, shape, data]
    return [tag, dtype, shape, draw(st.sampled_from(DEVICES)), draw(st.booleans()), draw(st.booleans()), data]


leaves = (
    st.tuples(st.just("is"), st.none() | st.booleans() | whole_numbers | st.floats())
    | st.tuples(st.just("str"), any_text.map(lambda text: text.encode("utf-8", "surrogatepass")))
    | st.tuples(st.just("bytes"), st.binary(max_size=8))
    | st.tuples(st.just("int"), st.integers(-(2**4100), 2**4100).map(hex))
    | st.tuples(st.just("complex"), st.floats(), st.floats())
    | st.tuples(st.just("size"), shapes)
    | st.tuples(st.just("dtype"), st.sampled_from([*wire.DTYPES, "nn", "qint8"]))
    | st.tuples(st.just("device"), st.sampled_from(DEVICES))
    | st.tuples(st.just("handle"), whole_numbers, bases, st.booleans())
).map(list) | numbers()


def with_parts(inner: Inputs) -> Inputs:
    """The nodes that hold others."""
    return (
        st.tuples(st.sampled_from(["list", "tuple", "set", "frozenset"]), st.lists(inner, max_size=4))
        | st.tuples(st.just("dict"), st.lists(st.tuples(inner, inner).map(list), max_size=3))
        | st.tuples(st.sampled_from([*wire.DICTS]), st.sampled_from([None, "int", "list", "eval"]), st.just([]))
        | st.tuples(st.sampled_from(["slice", "range"]), st.lists(inner, min_size=3, max_size=3))
    ).map(list)


values = st.recursive(leaves, with_parts, max_leaves=12)  # trees of decode's own grammar, not all of which it accepts
hostile_values = values | st.builds(altered, values, changes(junk, largest=60, most=2))


def decoded(tree: Any) -> Any:
    """The value of a tree; what stays in the sandbox is its HandleInfo."""
    return decode(tree, lambda info: info)


def canonical(value: Any) -> bytes:
    """All of a value that can be told, bit by bit."""

    def stays(part: Any) -> HandleInfo:
        assert type(part) in (HandleInfo, ArrivedTensor), f"decoded to a {type(part)}, which is not plain data"
        return part if type(part) is HandleInfo else HandleInfo(0, (), False)

    def in_order(tree: Any) -> Any:
        if type(tree) is not list:
            return tree
        parts = [in_order(part) for part in tree]
        return [tree[0], sorted(parts[1], key=repr)] if tree and tree[0] in ("set", "frozenset") else parts

    packed: bytes = msgpack.packb(in_order(encode(value, stays, 1 << 40)))
    return packed


def check_tree(tree: Any) -> None:
    """A tree is not accepted, or it is one of a value that `encode` would send just so."""
    try:
        value = decoded(tree)
    except WireError:
        return
    sent = encode(value, lambda info: info if type(info) is HandleInfo else HandleInfo(0, (), False), 1 << 40)
    assert canonical(decoded(unpack(msgpack.packb(sent)))) == canonical(value)


def check_message(data: bytes) -> None:
    """Bytes are not accepted, or hold such a tree; memory and work are in proportion to their number."""
    with spending(memory=100_000 + 250 * len(data), calls=1000 + 20 * len(data)):
        try:
            decoded(unpack(data))
        except WireError:
            return
    check_tree(unpack(data))


messages = values.map(msgpack.packb)
SEEDS = tuple(
    msgpack.packb(encode(value, lambda part: HandleInfo(1, (("builtins", "function"),), True), MB))
    for value in (
        [None, True, 7, -1.5, 2**70, "text", b"bytes", {1, 2}, frozenset("a"), {"a": (1, 2)}, slice(1, 2), range(3)],
        [torch.ones(2, 3), torch.nn.Parameter(torch.zeros(1)), torch.Size([1, 2]), torch.bfloat16, torch.device("cpu")],
        [np.arange(3), np.float32(1.5), np.array(["a", "bc"]), np.array([1j]), 3 + 4j, len],
    )
)

# --- the channel -----------------------------------------------------------------------------------------------------


def framed(*messages: bytes) -> bytes:
    """Messages as they cross a channel."""
    return b"".join(struct.pack("<Q", len(message)) + message for message in messages)


def check_framing(pieces: tuple[list[bytes], list[int], bytes]) -> None:
    """Whole messages arrive whole, however they were cut and however often time was up; then there is an end.

    Args:
        pieces: messages, where their bytes are cut into pieces, and bytes that follow.
    """
    sent, cuts, rest = pieces
    data = framed(*sent) + rest
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    ours, theirs = socket.socketpair()
    channel, received = Channel(ours), []
    with spending(memory=100_000 + 4 * len(data), calls=1000 + 10 * len(data)):
        try:
            for start, end in zip(places, [*places[1:], None], strict=True):
                theirs.sendall(data[start:end]) if end else theirs.shutdown(socket.SHUT_WR)
                with contextlib.suppress(ChannelTimeout):
                    while True:
                        received.append(bytes(channel.receive(time.monotonic() + 0.0005, limit=MB)))
        except (ChannelClosed, MessageTooLong):
            pass
        finally:
            ours.close()
            theirs.close()
    assert received[: len(sent)] == sent


class Scripted:
    """Stands where the warm process does; the sandbox it forks is a script of bytes, written before it is asked.

    Args:
        script: what the sandbox says after it is ready, requests or not.
        gone: it is dead by then, and cannot be asked any more; otherwise it listens, and is silent at last.
    """

    def __init__(self, script: bytes, gone: bool = False) -> None:
        self.script, self.gone = script, gone
        self.stage = Path(tempfile.gettempdir())
        self.alive: list[socket.socket] = []

    def fork(self, role: str, settings: str, fds: list[int]) -> None:
        """As `Warm.fork`."""
        channel, control = (socket.socket(fileno=os.dup(number)) for number in fds)
        channel.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            channel.send(framed(msgpack.packb(["ready", None, []])) + self.script)
        channel.shutdown(socket.SHUT_WR)
        control.send(json.dumps({"reason": "ended", "status": 0}).encode())
        control.close()
        if self.gone:
            channel.close()
        else:
            self.alive.append(channel)

    def close(self) -> None:
        """Ends the sandboxes."""
        for channel in self.alive:
            channel.close()


@contextlib.contextmanager
def scripted(script: bytes, gone: bool = False) -> Iterator[Any]:
    """What stands where the warm process does, for as long as the block runs."""
    warm = Scripted(script, gone)
    with contextlib.closing(warm):
        yield warm


UNREADABLE = "An argument of this test cannot be rebuilt in the sandbox: "
trusted_class(())  # the first time, it reads what it knows classes of

USES: dict[str, Callable[[Any], object]] = {  # what tests do with an object of the student's
    "call it": lambda it: it(1, torch.zeros(2), np.zeros(2), [1, [2]], {"a": 1}, key=torch.ones(1)),
    "an attribute": lambda it: it.weight,
    "set an attribute": lambda it: setattr(it, "weight", 1),
    "an item": lambda it: it[0],
    "set an item": lambda it: it.__setitem__(0, 1),
    "its length": len,
    "iterate": lambda it: [part for part, _ in zip(it, range(5), strict=False)],
    "a list of it": list,
    "copy it": copy.copy,
    "its class": lambda it: isinstance(it, (dict, torch.nn.Module, np.ndarray)),
    "is one of it": lambda it: isinstance(it, it) if type(it) is CallableHandle else None,
    "show it": lambda it: f"{it!r} {it}",
    "compare it": lambda it: it == 1,
    "add to it": lambda it: it + 1,
    "whether it is true": bool,
    "format it": lambda it: f"{it:.3f}",
    "look for something in it": lambda it: 1 in it,
    "a key of it": lambda it: {it: 1},
}
kinds = st.sampled_from(["value", "value", "value", "raised", "ran", "unreadable", "placed", "ready", "pickle"])
raised = st.tuples(bases | junk, any_text.map(lambda t: t.encode("utf-8", "replace").decode()), st.text(max_size=8))
payloads = values | hostile_values | raised.map(list) | st.builds(altered, raised.map(list), changes(junk, 9, 2))
written_back = st.lists(st.tuples(st.integers(-1, 9), values).map(list), max_size=2) | junk
answers = st.tuples(kinds | junk, payloads, st.just([]) | written_back).map(list) | junk
scripts = st.lists(answers.map(msgpack.packb), max_size=8).map(lambda made: framed(*made))
scripts |= st.builds(damaged, scripts, changes(st.binary(max_size=4)))


def check_answers(case: tuple[bytes, bool, list[str]]) -> None:
    """Whatever a sandbox answers, what a test does with its objects gives a value or fails the test."""
    script, gone, uses = case
    with (
        scripted(script, gone) as warm,
        Sandbox(warm, SandboxSpec(Limits(cell_seconds=5, value_mb=1))) as sandbox,
        spending(memory=2 * MB + 250 * len(script), calls=20_000 + 100 * len(script)),
    ):
        remote = Remote(sandbox)
        it: Any = CallableHandle(remote, HandleInfo(1, (), True))
        for use in uses:
            if use == "call it" and type(it) is Handle:
                continue
            told, blamed = "", UNREADABLE
            try:
                made = USES[use](it)
                it = made if type(made) in (Handle, CallableHandle) else it
            except StudentError as error:
                told = str(error)
            except GraderError as error:
                blamed = str(error)
            assert len(told + blamed) < 5000
            assert blamed.startswith(UNREADABLE)  # all a sandbox may say of us: that it cannot take an argument


TESTS = (
    "assert f(3) == 6, f'f(3) is {f(3)}'",
    "assert f(torch.ones(2)).shape == (2,)",
    "assert torch.equal(f(torch.ones(2)), torch.ones(2))",
    "assert torch.allclose(f(torch.ones(2)), torch.ones(2)), 'not close'",
    "assert np.allclose(f(np.ones(2)), 1)",
    "assert list(f(3)) == [1, 2, 3]",
    "assert sorted(f([3, 1, 2])) == [1, 2, 3]",
    "assert len(f) == 3",
    "assert [x for x in f] == []",
    "assert sum(p.numel() for p in f.parameters()) == 8",
    "assert isinstance(f, torch.nn.Module) and f.training",
    "assert {f: 1}[f] and f.__name__ == 'f'",
    "assert abs(float(f(1)) - 1) < 1e-6",
    "import pytest\nwith pytest.raises(ValueError, match='negative'):\n    f(-1)",
    "f(1)",
    "x = [3, 1]; f(x); assert x == [1, 3], f'{x}'",
)  # fmt: skip


def check_verdict(case: tuple[bytes, int]) -> None:
    """Whatever a sandbox answers, a test cell is judged, never as the grader's fault, and the result can be kept."""
    script, number = case
    tested = nbformat.v4.new_code_cell(TESTS[number], id="a")
    step = Step(0, Role.TEST, "test_double", TESTS[number], points=2.0)
    placed = framed(msgpack.packb(["placed", None, []]))
    with (
        scripted(placed + script) as warm,
        run_of(warm) as run,
        spending(memory=8 * MB + 250 * len(script), calls=500_000 + 100 * len(script)),
    ):
        run.names = TestNamespace(run.remote, frozenset("f"))
        run.names.update(torch=torch, np=np)
        run.prepared = replace(run.prepared, tests={"test_double": compile_test("test_double", TESTS[number])})
        run.test(step, tested)
    nb = nbformat.v4.new_notebook(cells=[tested])
    check_result(NotebookResult("n1", tuple(run.results), tuple(run.incidents), executed=notebook_text(nb)))


def no_number(name: str) -> None:
    """NaN and infinity are none in JSON."""
    raise AssertionError(name)


def check_result(result: NotebookResult) -> None:
    """A result is one that can be: its points, whose fault it is, and what files and databases hold of it."""
    for one in result.cells:
        if one.outcome is Outcome.GRADER_ERROR:
            assert UNREADABLE in one.detail or not one.trusted
        else:
            assert one.auto_score is not None or one.outcome is Outcome.MANUAL
        assert 0 <= (one.auto_score or 0) <= one.max_score
        assert len(one.message) + len(one.detail) < 100_000
    assert result.executed
    nbformat.validate(nbformat.reads(result.executed, as_version=4))
    text = json.dumps(json.loads(result.executed, parse_constant=no_number), ensure_ascii=False, allow_nan=False)
    assert json.loads(text.encode()) == json.loads(result.executed.encode())
    kept = SubmissionResult("ada", "a1", (result,))
    json.dumps(asdict(kept), ensure_ascii=False).encode()
    assert SubmissionResult.from_json(kept.to_json()) == kept


# --- outputs ---------------------------------------------------------------------------------------------------------

as_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
EXAMPLE_OUTPUTS: list[dict[str, Any]] = [
    {"output_type": "stream", "name": "stdout", "text": "1\n"},
    {"output_type": "display_data", "data": {"text/plain": "x", "image/png": "aGk="}, "metadata": {}},
    {"output_type": "execute_result", "data": {"application/json": {"a": [1]}}, "metadata": {}, "execution_count": 1},
    {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["a", "b"]},
]
not_json = st.sampled_from(
    [b"bytes", {1, 2}, (1, 2), 3 + 4j, torch.zeros(1), np.float32(1), {1: 2}, {(1, 2): 3}, math.nan, "\ud800", 2**400,
     range(3), HandleInfo(1, (("builtins", "dict"),), True), HandleInfo(2, (("builtins", "str"),), False)]
)  # fmt: skip
output_values = st.builds(altered, st.just(EXAMPLE_OUTPUTS), changes(as_json | not_json, 40, 3))
output_trees = output_values.map(lambda value: encode(value, lambda part: part, MB)) | hostile_values


def check_outputs(tree: Any) -> None:
    """A cell's outputs are those of a valid notebook that can be written and read again, or the sandbox is ended."""
    data = msgpack.packb(tree)
    answers = [["placed", None, []], *([["value", ["is", 1], []]] * 50)]
    with (
        scripted(framed(*map(msgpack.packb, answers))) as warm,
        run_of(warm) as run,
        spending(memory=2 * MB + 1000 * len(data), calls=50_000 + 1000 * len(data)),
    ):
        try:
            outputs = run.outputs([None, unpack(data), ["is", None]])
        except StudentError:
            assert run.sandbox.death
            return
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("f()", outputs=outputs, id="a")])
    check_result(NotebookResult("n1", (), executed=notebook_text(nb)))


nothing_shown = st.just(["list", []])
endings = st.tuples(st.none() | any_text | junk, nothing_shown | output_trees, hostile_values)
ran = endings.map(lambda parts: ["ran", list(parts), []])
gradings = st.lists((ran | ran | answers).map(msgpack.packb), max_size=12).map(lambda made: framed(*made))
gradings |= (ran | answers).map(lambda answer: framed(msgpack.packb(answer)) * 20)
gradings |= st.builds(damaged, gradings, changes(st.binary(max_size=4), largest=2000, most=2))


def check_grading(script: bytes) -> None:
    """Whatever a sandbox answers while a whole notebook is graded, every graded cell gets its one result."""
    course, assignment = small_course()
    [source] = assignment.notebooks
    restored = restore(source, nbformat.from_dict(solution()))
    job = Job(assignment, "ada", course.root / "nothing", {}, b"secret")
    placed = framed(msgpack.packb(["placed", None, []]))
    with (
        scripted(placed + script) as warm,
        spending(memory=16 * MB + 1000 * len(script), calls=2_000_000 + 1000 * len(script)),
    ):
        result = grade_notebook(source, restored, job, warm)
    graded = [cell.grade_id for cell in result.cells if cell.max_score]
    assert sorted(graded) == sorted(exercise.grade_id for exercise in source.exercises)
    check_result(result)


@functools.cache
def small_course() -> tuple[Course, Assignment]:
    """A course of one notebook; its folder stays until Python ends."""
    folder = tempfile.TemporaryDirectory(prefix="fuzz-")
    small_course.__dict__["folder"] = folder
    nb = source_notebook()
    nb.cells.append(cell("code", "double(2) - 3", "test_inside", 1, grade=True, locked=True, tags=["in-sandbox"]))
    course = write_course(Path(folder.name), nb)
    return course, course.assignment("a1")


def run_of(warm: Any) -> GradingRun:
    """A notebook being graded in a sandbox of ours."""
    _, assignment = small_course()
    job = Job(assignment, "ada", Path(), {}, b"secret")
    return GradingRun(assignment.notebooks[0], job, warm, 0, {})


# --- submitted files -------------------------------------------------------------------------------------------------


@functools.cache
def solution() -> dict[str, Any]:
    """A right submission, as JSON."""
    course, _ = small_course()
    nb: dict[str, Any] = json.loads(json.dumps(solved(course)))
    nb["cells"][0]["attachments"] = {"a.png": {"image/png": "aGk="}}
    nb["cells"][4] |= {"outputs": EXAMPLE_OUTPUTS, "metadata": {"tags": ["a", "b"], "collapsed": True}}
    return nb


def deep(number: int) -> str:
    """What becomes that many lists in each other, in the text of a file."""
    return f"<{number}>"


parts_of_notebooks = as_json | st.integers(0, 1100).map(deep) | st.sampled_from(
    [10**400, -1, True, "code", "markdown", "raw", "heading", "double", "test_double", "why", "imports",
     {"nbgrader": {"grade_id": "test_double", "points": 10**400, "grade": True, "solution": False}},
     {"nbgrader": {"grade_id": "double", "solution": True}}, {"tags": [1, "1", 1.0, [], {}]}, {"cell_type": "code"},
     [{}], {}, [], ["a\n", 3, "b"], "a\r\nb\rc", "%%bash\n!ls", "def double(x): return 2*x", "\0", "((((" * 60,
     math.nan, math.inf, " " * 3000 + "x", [part for n in range(300) for part in (n, str(n))]]
)  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32")
notebooks = st.deferred(lambda: st.builds(altered, st.just(solution()), changes(parts_of_notebooks, 300)))


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A notebook of which some parts are something else, as a file that was not always left alone."""
    text = json.dumps(draw(notebooks), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 1])))
    if draw(st.booleans()):
        key = draw(st.sampled_from(["cells", "metadata", "source", "nbgrader", "cell_type", "grade_id", "id"]))
        text = text.replace(f'"{key}":', f'"{key}": {json.dumps(draw(as_json))}, "{key}":', draw(st.integers(1, 3)))
    text = re.sub(r'"<(\d+)>"', lambda found: "[" * int(found[1]) + "]" * int(found[1]), text)
    data = text.encode(draw(st.sampled_from(ENCODINGS)), "replace")
    return damaged(data, draw(st.just([]) | changes(st.binary(max_size=4), largest=10_000)))


SMALL_FILE = b"""{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x"], "id": "a", "metadata":
{"tags": ["b"], "nbgrader": {"grade_id": "double", "grade": false, "solution": true, "points": 1}}}]}"""


def check_file(data: bytes) -> None:
    """A file is a `SubmissionError`, or a valid notebook in which every graded cell is there once when restored."""
    _, assignment = small_course()
    [source] = assignment.notebooks
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / "n1.ipynb"
        path.write_bytes(data)
        with spending(memory=5 * MB + 100 * len(data), calls=100_000 + 200 * len(data)):
            told = ""
            try:
                nb = read_submission(path)
                restored = restore(source, nb)
            except SubmissionError as error:
                told = str(error)
        if told:
            assert path.name in told
            return
        nbformat.validate(nb)
        nbformat.validate(restored.nb)
        graded = [step.grade_id for step in restored.steps if step.points]
        assert sorted(graded, key=str) == sorted(exercise.grade_id for exercise in source.exercises)
        points = {step.grade_id: step.points for step in restored.steps if step.points}
        assert points == {exercise.grade_id: exercise.points for exercise in source.exercises}
        assert [step.source for step in restored.steps] == [cell.source for cell in restored.nb.cells]
        digest = assignment_digest(assignment, {})
        key = submission_key(digest, {"n1": nb}, {})
        for one in (nb, restored.nb):
            path.write_bytes(nbformat.writes(one, version=nbformat.NO_CONVERT).encode())
            again = read_submission(path)
            assert json.dumps(again, sort_keys=True) == json.dumps(one, sort_keys=True)
            assert code_hash(again) == code_hash(one)
        assert submission_key(digest, {"n1": nb}, {}) == key


# --- all of them -----------------------------------------------------------------------------------------------------

uses = st.lists(st.sampled_from(sorted(USES)), min_size=1, max_size=6)
cuts = st.lists(st.integers(0, 10_000), max_size=4)
TARGETS = (
    Target("bytes of a message", "wire", st.binary(max_size=200), check_message, SEEDS),
    Target("trees of a message", "wire", hostile_values, check_tree),
    Target("damaged messages", "wire", st.builds(damaged, messages, changes(st.binary(max_size=4))), check_message),
    Target(
        "framing of messages",
        "channel",
        st.tuples(st.lists(st.binary(max_size=40), max_size=3), cuts, st.just(b"") | st.binary(max_size=20)),
        check_framing,
    ),
    Target("answers of a sandbox", "channel", st.tuples(scripts, st.booleans(), uses), check_answers),
    Target(
        "answers to a test cell",
        "channel",
        st.tuples(scripts, st.integers(0, len(TESTS) - 1)),
        check_verdict,
    ),
    Target("answers while a notebook is graded", "channel", gradings, check_grading, examples=50),
    Target("outputs of a cell", "outputs", output_trees, check_outputs),
    Target("bytes of a file", "reader", st.binary(max_size=400), check_file, (SMALL_FILE,)),
    Target("notebooks, damaged", "reader", files(), check_file),
)
