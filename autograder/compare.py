"""Two values compared, form first: the messages behind `autograder.checks`.

Nothing here gives an expected value away: messages name types, shapes, dtypes, counts, and what all wrong
values have in common.

PYTEST_DONT_REWRITE: pytest would add the compared values to every message, and so tell students what to return.
"""

from typing import Any

import numpy as np
import torch

from autograder.wall.wire import DICTS


def unnamed(actual: Any, expected: object) -> Any:
    """A named tuple as the tuple it is, where one is expected; its items are taken once, for form and values alike."""
    named = type(expected) is tuple and isinstance(actual, tuple) and type(actual) not in (tuple, torch.Size)
    return tuple(actual) if named else actual


def same_form(actual: Any, expected: object, what: str, device: torch.device | None) -> None:
    """Asserts everything but the values: type, then shape, dtype, device; inside containers too.

    Args:
        actual: anything at all.
        expected: what it should look like.
        what: the student's name for `actual`.
        device: where tensors must be; None where it does not matter.

    Raises:
        AssertionError: it looks different.
    """
    if isinstance(expected, torch.Tensor):
        _tensor_form(actual, expected, what, device)
    elif isinstance(expected, np.ndarray):
        assert isinstance(actual, np.ndarray), _wrong_type(actual, "NumPy array", what)
        assert actual.shape == expected.shape, _wrong(what, "shape", actual.shape, expected.shape)
        assert actual.dtype == expected.dtype, _wrong(what, "dtype", actual.dtype, expected.dtype)
    elif isinstance(expected, bool):
        assert isinstance(actual, bool), _wrong_type(actual, "bool", what)
    elif isinstance(expected, int):
        assert type(actual) is int, _wrong_type(actual, "int", what)
    elif isinstance(expected, float):
        assert type(actual) in (int, float), _wrong_type(actual, "float", what)
    else:
        _container_form(actual, expected, what, device)


def _tensor_form(actual: Any, expected: torch.Tensor, what: str, device: torch.device | None) -> None:
    assert isinstance(actual, torch.Tensor), _wrong_type(actual, "tensor", what)
    assert actual.shape == expected.shape, _wrong(what, "shape", tuple(actual.shape), tuple(expected.shape))
    assert actual.dtype == expected.dtype, _wrong(what, "dtype", actual.dtype, expected.dtype)
    assert actual.layout == torch.strided, f"{what} should be an ordinary (dense) tensor"
    assert actual.device.type != "meta", f"{what} is on the meta device: it has no values"
    if device is not None:
        assert actual.device.type == device.type, _wrong(what, "device", actual.device, device)


def _container_form(actual: Any, expected: Any, what: str, device: torch.device | None) -> None:
    name = type_name(expected)
    like = type(actual) is type(expected) or (type(expected) is dict and type(actual) in DICTS.values())
    assert like, _wrong_type(actual, name, what)
    if isinstance(expected, (tuple, list)):
        assert len(actual) == len(expected), f"{what} should have {len(expected)} items, not {len(actual)}"
        for position, (one, other) in enumerate(zip(actual, expected, strict=True)):
            same_form(one, other, f"item {position} of {what}", device)
    elif isinstance(expected, dict):
        assert set(actual) == set(expected), f"{what} has other keys than it should have"
        for key, other in expected.items():
            same_form(actual[key], other, f"item {key!r} of {what}", device)


def _wrong_type(actual: object, wanted: str, what: str) -> str:
    extra = ""
    if actual is None:
        extra = " (is there a `return`?)"
    elif wanted in ("float", "int", "bool") and isinstance(actual, torch.Tensor):
        extra = " (`.item()` makes a number of a tensor with one element)"
    return f"{what} should be a {wanted}, but is a `{type_name(actual)}`{extra}"


def _wrong(what: str, aspect: str, actual: object, expected: object) -> str:
    return f"{what} has {aspect} {actual}; it should be {expected}"


def type_name(value: Any) -> str:
    """The name of its class; of what stands for a student's object, the name of that object's class."""
    return str(value._student_class if hasattr(type(value), "_student_class") else type(value).__name__)


# --- values -----------------------------------------------------------------------------------------


def same_values(actual: Any, expected: Any, what: str, rtol: float, atol: float, hint: str) -> None:
    """Asserts the values; `same_form` has found the form right.

    Raises:
        AssertionError: a value is off by more than ``atol + rtol * |expected|``.
    """
    if isinstance(expected, (tuple, list)):
        for position, (one, other) in enumerate(zip(actual, expected, strict=True)):
            same_values(one, other, f"item {position} of {what}", rtol, atol, hint)
    elif isinstance(expected, dict):
        for key, other in expected.items():
            same_values(actual[key], other, f"item {key!r} of {what}", rtol, atol, hint)
    elif isinstance(expected, (torch.Tensor, np.ndarray, float)):
        _same_numbers(exact(actual), exact(expected), what, rtol, atol, hint)
    else:
        assert actual == expected, f"{what} is not the right {type_name(expected)}.{_spaced(hint)}"


def exact(value: Any) -> torch.Tensor:
    """Numbers on the CPU in the widest dtype of their kind, so that values can be compared.

    Args:
        value: a tensor, an array, or a Python number (becomes float64).

    Returns:
        float64, complex128, or, for bool and integers, int64.
    """
    if isinstance(value, (int, float)):  # a Python int may be too large for any float
        small = isinstance(value, float) or abs(value) < 2**1000
        return torch.tensor(float(value) if small else float("inf"), dtype=torch.float64)
    tensor = value.detach().cpu() if isinstance(value, torch.Tensor) else torch.as_tensor(value)
    if tensor.is_complex():
        return tensor.to(torch.complex128)
    return tensor.to(torch.float64) if tensor.is_floating_point() else tensor.to(torch.int64)


def _same_numbers(actual: torch.Tensor, expected: torch.Tensor, what: str, rtol: float, atol: float, hint: str) -> None:
    if not expected.is_floating_point() and not expected.is_complex():
        wrong = actual != expected
    else:
        actual = actual.to(expected.dtype)
        wrong = ~torch.isclose(actual, expected, rtol=rtol, atol=atol, equal_nan=True)
    count, total = int(wrong.sum()), wrong.numel()
    if count == 0:
        return
    where = "has a wrong value" if total == 1 else f"has {count:,} wrong values of {total:,}"
    raise AssertionError(f"{what} {where}{_pattern(actual, expected)}.{_spaced(hint)}")


def _pattern(actual: torch.Tensor, expected: torch.Tensor) -> str:
    """What the wrong values have in common, if anything: often the whole diagnosis."""
    if actual.is_floating_point() and bool((~actual.isfinite() & expected.isfinite()).any()):
        return " (nan or inf where a finite number should be)"
    if bool(torch.isclose(actual, -expected).all()):
        return " (the sign is the wrong way round)"
    if actual.dim() == 2 and actual.shape[0] == actual.shape[1] and bool(torch.isclose(actual, expected.mT).all()):
        return " (rows and columns are exchanged)"
    if actual.numel() > 1 and not bool(actual.any()):
        return " (all are 0)"
    nonzero = expected != 0
    if actual.is_floating_point() and int(nonzero.sum()) >= 3:
        ratio = actual[nonzero] / expected[nonzero]
        constant = bool(torch.isclose(ratio, ratio[0], rtol=1e-3, atol=0).all())
        if constant and not bool(torch.isclose(ratio[0], torch.ones_like(ratio[0]))):
            return " (all are off by one and the same factor)"
    return ""


def _spaced(hint: str) -> str:
    return f" Hint: {hint}" if hint else ""
