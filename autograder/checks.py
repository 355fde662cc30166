"""Helpers for hidden tests: compare what a student's code returns, and say what is wrong with it.

They work in a plain Jupyter kernel and in the grader, where the student's functions are handles: calls and
attributes are forwarded to the sandbox, results are plain data. So nothing here uses an operator on a
student's object before its type is known, and every fault of the student's is an ``AssertionError`` that
names types, shapes, dtypes and counts, never an expected value.

PYTEST_DONT_REWRITE: pytest would add the compared values to every message, and so tell students what to return.
"""

import copy
import hashlib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder import data
from autograder.compare import exact, same_form, same_values, type_name, unnamed
from autograder.results import Measurement

__all__ = [
    "accuracy",
    "against",
    "current_device",
    "current_seed",
    "devices",
    "held_out_digits",
    "measured",
    "parameter_count",
    "same",
    "seeded",
    "shape_trace",
    "tiers",
    "unchanged",
]

current_seed: ContextVar[int] = ContextVar("current_seed", default=0)
"""The grader sets it for each test cell, from the course secret and the submission's hash."""

current_device: ContextVar[str | None] = ContextVar("current_device", default=None)
"""The grader sets it for each test cell: ``cpu``, or ``cuda:N`` where the submission runs on a GPU."""


measured: ContextVar[Measurement | None] = ContextVar("measured", default=None)
"""What `tiers` was last given; the grader reads it after each test cell."""


def devices() -> list[torch.device]:
    """The devices a test can ask a student's code for: the CPU, and the GPU where there is one.

    In the grader, no tensor may be made on a GPU: pass the device to the student's code, with tensors on the CPU. A
    tensor that comes back says which device it was on; its data arrive on the CPU.
    """
    given = current_device.get()
    gpu = torch.cuda.is_available() if given is None else given != "cpu"
    return [torch.device("cpu")] + [torch.device("cuda")] * gpu


def seeded(*key: object) -> torch.Generator:
    """A generator that depends on `current_seed` and `key`: same submission, same numbers.

    Args:
        key: anything with a stable ``repr``, to get several independent streams in one test.
    """
    return torch.Generator().manual_seed(_seed(key))


def held_out_digits(n: int, *key: object) -> tuple[torch.Tensor, torch.Tensor]:
    """`autograder.data.held_out_digits` with the seed of this submission.

    Returns:
        images, float32 (n, 1, 28, 28) in [0, 1], and labels, int64 (n,).
    """
    return data.held_out_digits(n, seed=_seed(("held-out", *key)))


def _seed(key: tuple[object, ...]) -> int:
    digest = hashlib.sha256(repr((current_seed.get(), key)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1  # manual_seed takes a signed 64-bit number


def same(
    actual: object,
    expected: object,
    *,
    what: str,
    rtol: float = 1e-4,
    atol: float = 1e-6,
    hint: str = "",
    device: torch.device | None = None,
) -> None:
    """Asserts that `actual` is what was expected: type, then shape, dtype, device, values.

    Args:
        actual: what the student's code gave; anything at all.
        expected: a tensor, array, number, string, None, or a tuple, list or dict of these.
        what: the student's name for it, with its backticks: "`softmax(x)`".
        rtol: a value may be off by ``atol + rtol * |expected|``.
        atol: see `rtol`.
        hint: a sentence added to the message where the values are wrong.
        device: where a tensor must be; None where it does not matter.

    Raises:
        AssertionError: it differs; says how, without an expected value.
    """
    actual = unnamed(actual, expected)
    same_form(actual, expected, what, device)
    same_values(actual, expected, what, rtol, atol, hint)


def against(
    student: Callable[..., object],
    reference: Callable[..., object],
    cases: Iterable[tuple[Any, ...]],
    *,
    what: str,
    rtol: float = 1e-4,
    atol: float = 1e-6,
    hint: str = "",
    float64_reference: bool = True,
) -> None:
    """Asserts that `student` gives what `reference` gives on every case, and leaves its inputs alone.

    Args:
        student: the student's function, or a handle on it.
        reference: the right answer; its results give the expected types, shapes and dtypes.
        cases: argument tuples. Each call gets its own copies.
        what: the student's name of the function, with its backticks: "`softmax`".
        rtol: as for `same`.
        atol: as for `same`.
        hint: as for `same`.
        float64_reference: compute expected values from float64 copies of the floating-point inputs.

    Raises:
        AssertionError: a result differs or an input was changed; names the case by its shapes.
    """
    for arguments in cases:
        label = f"{what} for {_form_of(arguments)}"
        like = reference(*_copied(arguments))
        precise = reference(*_copied(arguments, double=True)) if float64_reference else like
        given = _copied(arguments)
        try:
            with unchanged(*given, what=what):
                actual = student(*given)
        except Exception as error:
            error.add_note(f"({label})")
            raise
        actual = unnamed(actual, like)
        same_form(actual, like, label, None)
        same_values(actual, precise, label, rtol, atol, hint)


@contextmanager
def unchanged(*values: object, what: str) -> Iterator[None]:
    """Asserts that the block leaves tensors, arrays, lists and dicts among `values` (or inside them) as they were.

    Raises:
        AssertionError: one was changed in place.
    """
    before = _copied(values)
    yield
    assert _untouched(before, values), (
        f"{what} changed its input in place; work on a copy (`x = x.clone()`, `steps = list(steps)`), or use"
        " operations that make something new (`x = x - m` instead of `x -= m`)"
    )


def parameter_count(net: Any, n: int, what: str) -> None:
    """Asserts that `net` is an ``nn.Module`` with `n` trainable parameters; `n` is no secret.

    Raises:
        AssertionError: it is not.
    """
    assert isinstance(net, nn.Module), f"{what} should be an `nn.Module`, but is a `{type_name(net)}`"
    parameters = list(net.parameters())
    assert all(isinstance(p, torch.Tensor) for p in parameters), f"{what} has parameters that are no tensors"
    count = sum(p.numel() for p in parameters if p.requires_grad)
    assert count == n, f"{what} has {count:,} trainable parameters; the exercise asks for {n:,}"


def shape_trace(net: Any, x: torch.Tensor, what: str = "your network") -> list[tuple[int, ...]]:
    """Shapes of `x` before and after each child of `net`, applied in order (as ``nn.Sequential`` does).

    Raises:
        AssertionError: `net` is no ``nn.Module``, or a layer does not return a tensor.
    """
    assert isinstance(net, nn.Module), f"{what} should be an `nn.Module`, but is a `{type_name(net)}`"
    shapes = [tuple(x.shape)]
    for position, layer in enumerate(net.children()):
        x = layer(x)
        assert isinstance(x, torch.Tensor), f"{what}: layer {position} returned a `{type_name(x)}`, not a tensor"
        shapes.append(tuple(x.shape))
    return shapes


def accuracy(net: Any, images: torch.Tensor, labels: torch.Tensor, batch: int = 1000) -> float:
    """Share of `images` that `net` (in eval mode, on the CPU) gives the highest score to the right class.

    The network is put back on its device and in its mode afterwards. Only its scores are believed.

    Args:
        net: an ``nn.Module``, or a handle on one, that gives scores (n, classes).
        images: (n, …) on the CPU.
        labels: int64 (n,).
        batch: images in one call.

    Raises:
        AssertionError: `net` is no ``nn.Module`` or does not give scores of that shape.
    """
    assert isinstance(net, nn.Module), f"the network should be an `nn.Module`, but is a `{type_name(net)}`"
    was_training, home = net.training, next((p.device for p in net.parameters()), torch.device("cpu"))
    net.to("cpu")  # the network comes to the images: so this process never touches a GPU
    net.eval()
    right = 0
    for first in range(0, len(images), batch):
        part = images[first : first + batch]
        with torch.no_grad():
            scores = net(part)
        assert isinstance(scores, torch.Tensor), f"the network returned a `{type_name(scores)}`, not a tensor"
        assert scores.is_floating_point(), f"the network's scores are {scores.dtype}, not floating-point"
        fits = scores.dim() == 2 and len(scores) == len(part) and scores.shape[1] > 0 and not scores.is_meta
        assert fits, (
            f"for images {tuple(part.shape)} the network returned scores of shape {tuple(scores.shape)};"
            f" it should be ({len(part)}, number of classes)"
        )
        right += int((scores.detach().argmax(1) == labels[first : first + batch]).sum())
    net.to(home)
    net.train(bool(was_training))
    return right / len(images)


def tiers(reached: float, points: Mapping[float, float], *, what: str = "the accuracy on held-out digits") -> float:
    """Points of the highest tier that `reached` clears: for a test cell's last expression.

    Args:
        reached: an accuracy in [0, 1].
        points: from the accuracy of each tier to its points, such as ``{0.90: 4, 0.95: 7, 0.97: 10}``.
        what: what was measured, for the message.

    Raises:
        AssertionError: it is below the lowest tier.
    """
    measured.set(Measurement(reached, tuple(sorted(points.items()))))
    cleared = [earned for threshold, earned in points.items() if reached >= threshold]
    assert cleared, f"{what} is {_rounded_down(reached)}; points start at {min(points):g}"
    return float(max(cleared))


def _rounded_down(share: float) -> str:
    """A share that is below a threshold of two or three digits, so that it looks it: 0.9697, not 0.97."""
    return f"{math.floor(share * 10_000) / 10_000:.4f}"


def _copied(value: Any, double: bool = False) -> Any:
    """A copy of tensors, arrays and modules in `value`; all else, handles too, as it is.

    Args:
        value: anything.
        double: make floating-point numbers float64.
    """
    kind = type(value)  # not isinstance: a handle claims the class of what it stands for
    if issubclass(kind, torch.Tensor):
        copied = _same_strides(value.detach())
        copied = copied.double() if double and copied.is_floating_point() else copied
        return copied.requires_grad_(value.requires_grad)
    if issubclass(kind, np.ndarray):
        widen = double and np.issubdtype(value.dtype, np.floating)
        return value.astype(np.float64) if widen else value.copy(order="K")
    if issubclass(kind, nn.Module):
        module: nn.Module = copy.deepcopy(value)
        return module.double() if double else module
    if kind in (tuple, list):
        return kind(_copied(one, double) for one in value)
    if kind is dict:
        return {key: _copied(one, double) for key, one in value.items()}
    return value


def _same_strides(tensor: torch.Tensor) -> torch.Tensor:
    """A copy that is contiguous only where the original is: `clone` would repair a sliced tensor."""
    if tensor.is_contiguous() or 0 in tensor.stride():
        return tensor.clone()
    made = torch.empty_strided(tensor.shape, tensor.stride(), dtype=tensor.dtype, device=tensor.device)
    return made.copy_(tensor)


def _untouched(old: Any, new: Any) -> bool:
    """Whether nothing in `new` was changed since `old` was copied from it; modules and other objects do not count."""
    kind = type(old)
    if issubclass(kind, (torch.Tensor, np.ndarray)):
        return _identical(old, new)
    if kind in (tuple, list):
        same_length = type(new) is kind and len(old) == len(new)
        return same_length and all(_untouched(one, other) for one, other in zip(old, new, strict=True))
    if kind is dict:
        return type(new) is dict and list(old) == list(new) and all(_untouched(old[key], new[key]) for key in old)
    plain = kind in (bool, int, str, bytes, type(None))
    return not plain or (type(new) is kind and bool(old == new))


def _identical(old: Any, new: Any) -> bool:
    if type(old) is not type(new) or old.shape != new.shape or old.dtype != new.dtype:
        return False
    if isinstance(old, torch.Tensor):
        if torch.equal(old, new):
            return True
        one, other = exact(old), exact(new)  # a NaN is itself here
        return bool(torch.isclose(one, other, rtol=0, atol=0, equal_nan=True).all())
    if np.issubdtype(old.dtype, np.inexact):
        return bool(np.array_equal(old, new, equal_nan=True))
    return bool(np.array_equal(old, new))


def _form_of(arguments: Sequence[object]) -> str:
    """Shapes and types of a case, never its values: "(5, 3) float32, int"."""
    return ", ".join(_form(one) for one in arguments) or "no arguments"


def _form(value: object) -> str:
    kind = type(value)
    if issubclass(kind, torch.Tensor):
        tensor: Any = value
        contiguous = "" if tensor.is_contiguous() else " non-contiguous"
        return f"{tuple(tensor.shape)} {str(tensor.dtype).removeprefix('torch.')}{contiguous}"
    if issubclass(kind, np.ndarray):
        array: Any = value
        return f"{array.shape} {array.dtype}"
    return kind.__name__
