"""The grader believes nothing: of made-up messages and files only declared errors come, and little is spent on them."""

import copy
import json
import re
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fuzz_targets
import msgpack
import numpy as np
import pytest
from fuzz_targets import (
    MB,
    TARGETS,
    USES,
    Target,
    check_answers,
    check_file,
    check_grading,
    check_message,
    framed,
    solution,
    spending,
)
from hypothesis import HealthCheck, given, settings

from autograder.reading import read_submission
from autograder.sandbox.channel import Channel, ChannelClosed
from autograder.wall import messages
from autograder.wall.messages import WireError, unpack

PROFILE = settings(
    derandomize=True,  # the same ones in every run; benchmarks/fuzz.py looks for new ones
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name.replace(" ", "-"))
def test_whatever_is_made_up_ends_as_declared(target: Target) -> None:
    settings(PROFILE, max_examples=target.examples)(given(target.inputs)(target.check))()


@pytest.mark.parametrize("target", [t for t in TARGETS if t.seeds], ids=lambda target: target.name.replace(" ", "-"))
def test_what_a_fuzzer_begins_with_is_accepted(target: Target) -> None:
    for seed in target.seeds:
        target.check(seed)


def test_a_sandbox_that_is_gone_is_a_student_error() -> None:
    for use in USES:
        check_answers((framed(), True, [use]))


def in_each_other(depth: int) -> Any:
    """Lists in lists."""
    tree: Any = []
    for _ in range(depth):
        tree = [tree]
    return tree


FORGED = {
    "an error that is no text": ["ran", [in_each_other(1000), ["list", []], ["is", 1]], []],
    "outputs that are no list": ["ran", [None, ["is", 1], ["is", 1]], []],
    "a score that is no value": ["ran", [None, ["list", []], ["pickle", b"x"]], []],
    "a score that is an object": ["ran", [None, ["list", []], ["handle", 1, [["builtins", "float"]], False]], []],
    "a score that is too high": ["ran", [None, ["list", []], ["is", 1e300]], []],
    "a value that is none": ["value", in_each_other(1000), []],
    "changes that are none": ["value", ["is", 1], [[0, in_each_other(1000)]]],
    "an error without a class": ["raised", [[], "no", ""], []],
    "an error of a class with a long name": ["raised", [[["a", in_each_other(1000)]], "no", ""], []],
    "an argument that it cannot take": ["unreadable", in_each_other(1000), []],
}


@pytest.mark.parametrize("answer", FORGED.values(), ids=FORGED)
def test_one_forged_answer_to_all_that_is_asked_costs_no_more_than_the_students_points(answer: list[Any]) -> None:
    usual = framed(msgpack.packb(["ran", [None, ["list", []], ["is", 1]], []]))
    for honest in range(4):  # as many cells run before
        check_grading(usual * honest + framed(msgpack.packb(answer)) * 20)


# --- few bytes that would become much ------------------------------------------------------------------------------


def items(number: int) -> bytes:
    """The head of a MessagePack list."""
    return b"\xdd" + struct.pack(">I", number)


def packed(*nodes: list[Any]) -> bytes:
    """A list of values."""
    message: bytes = msgpack.packb(["list", list(nodes)])
    return message


PRIME = 2**61 - 1  # numbers that differ by it have one hash
BOMBS = {
    "lists announced in each other": items(2_000_000) * 900,
    "empty lists in lists that never end": (items(5_001) + b"\x90" * 5_000) * 9,
    "empty maps": items(150_000) + b"\x80" * 150_000,
    "extensions": items(50_000) + b"\xc7\x00\x05" * 50_000,
    "short texts": (items(5_001) + b"\xa2ab" * 5_000) * 9,
    "lists without an end": b"\x91" * 20_000,
    "arrays of empty texts": packed(*([["array", "<U0", [2_000_000], b""]] * 200)),
    "an array of a shape without a size": packed(["array", "<f8", [0, 2**47, 2**47], b""]),
    "a tensor of a shape without a size": packed(["tensor", "float32", [0, 2**47, 2**47], "cpu", False, False, b""]),
    "arrays whose type is a list of types": packed(["array", "f4," * 60_000, [1], b"1234"]),
    "numbers of one hash": packed(["set", [["int", hex(n * PRIME)] for n in range(20_000)]]),
    "handles": packed(*([["handle", 1, [], True]] * 3000)),
    "tensors": packed(*([["tensor", "uint8", [1], "cuda:0", False, False, b"x"]] * 1000)),
}


@pytest.mark.parametrize("message", BOMBS.values(), ids=BOMBS)
def test_few_bytes_of_a_message_become_little_memory_and_work(message: bytes) -> None:
    check_message(message)


@pytest.mark.parametrize("name", list(BOMBS)[:6])
def test_the_parts_of_a_message_are_counted_before_any_is_made(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(messages, "MAX_PARTS", 10_000)
    with spending(memory=100_000, calls=1000), pytest.raises(WireError):
        unpack(BOMBS[name])


def test_memory_is_taken_for_what_a_sandbox_sends_not_for_what_it_announces() -> None:
    ours, theirs = socket.socketpair()
    theirs.sendall(struct.pack("<Q", 200 * MB) + b"x")
    theirs.shutdown(socket.SHUT_WR)
    with ours, theirs, spending(memory=MB, calls=100), pytest.raises(ChannelClosed):
        Channel(ours).receive(limit=256 * MB)


def file_of(metadata: str = "{}", source: str = "", more: str = "") -> bytes:
    """A right submission with one more cell, of JSON text."""
    cell = f'{{"cell_type": "code", "metadata": {metadata}, "source": {json.dumps(source)}{more}}}'
    return json.dumps(solution()).replace('"cells": [', f'"cells": [{cell}, ').encode()


def file_with_a_stolen_id(folder: Path) -> bytes:
    """A submission whose first cell has the id that its last, which has none, would be given."""
    nb = copy.deepcopy(solution())
    nb["cells"].append({"cell_type": "code", "source": ""})
    path = folder / "n1.ipynb"
    path.write_text(json.dumps(nb))
    nb["cells"][0]["id"] = read_submission(path).cells[-1].id
    return json.dumps(nb).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "nested deeply": lambda: file_of('{"a": ' + "[" * 500 + "]" * 500 + "}"),
    "nested too deeply to be parsed": lambda: file_of('{"a": ' + "[" * 5000),
    "objects in each other": lambda: file_of('{"a":' * 300 + "1" + "}" * 300),
    "a number of 5,000 digits": lambda: file_of(more=', "execution_count": ' + "1" * 5000),
    "points that no float can hold": lambda: file_of(
        json.dumps({"nbgrader": {"grade_id": "test_double", "grade": True, "points": 10**400}})
    ),
    "a long run of blanks": lambda: file_of(source=" " * 200_000 + "x"),
    "many different tags": lambda: file_of(json.dumps({"tags": [part for n in range(2000) for part in (n, str(n))]})),
    "many empty cells": lambda: file_of(more="}" + ", {}" * 30_000 + ', {"a": 1'),
    "many empty lists": lambda: file_of('{"a": [' + "[]," * 20_000 + "[]]}"),
    "a line of magics without an end": lambda: file_of(source="%" * 100_000),
    "expressions in each other": lambda: file_of(source="-" * 50_000 + "1"),
    "dots without an end": lambda: file_of(source="def double(x): a" + ".b" * 20_000),
}


@pytest.mark.parametrize("name", FILES)
def test_a_small_file_becomes_little_memory_and_work(name: str) -> None:
    check_file(FILES[name]())


def test_an_id_that_another_cell_would_be_given_is_not_given_twice(tmp_path: Path) -> None:
    check_file(file_with_a_stolen_id(tmp_path))


# --- the measures themselves -----------------------------------------------------------------------------------------


def calls_itself(times: int) -> None:
    if times:
        calls_itself(times - 1)


@pytest.mark.parametrize(
    ("bomb", "what"),
    [
        (lambda: bytearray(2 * MB), "bytes of memory"),
        (lambda: np.zeros(2 * MB, np.uint8), "bytes of memory"),
        (lambda: [calls_itself(100) for _ in range(50)], "calls"),
    ],
)
def test_what_is_overspent_is_seen(bomb: Callable[[], object], what: str) -> None:
    with pytest.raises(AssertionError, match=what), spending(memory=MB, calls=1000):
        bomb()


def test_work_that_cannot_be_counted_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_targets, "PROCESSOR_SECONDS", 0.1)
    with pytest.raises(AssertionError, match="processor time"), spending(memory=MB, calls=1000):
        re.sub(r"[ \t]+$", "", " " * 100_000 + "x")
