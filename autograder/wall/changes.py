"""What a call changes of its arguments: found beside the student's code, done again to the test's own objects.

A function may fill the list, step the tensor or train the network that it is given: a test of it reads as it would in
one process.
"""

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import torch

from autograder.errors import StudentError
from autograder.wall.messages import WireError

NOT_TO_BE_SEEN = (
    "your code made of something it was given what a test cannot look at: something too large, what is no plain data, "
    "or a network of other layers"
)

Place: TypeAlias = Callable[[], Any]  # gives what is there now


def changeable(arguments: Any, foreign: AbstractSet[int] = frozenset()) -> list[Place]:
    """Where a call can change its arguments, in an order both sides know.

    Args:
        arguments: nested tuples, lists and dicts of tensors, arrays, modules and anything else.
        foreign: ids of objects to leave alone: where the sandbox has an object, the grader has a handle.

    Returns:
        places of tensors, arrays, lists, dicts, and modules with their parameters and buffers; outer ones first.
    """
    found: list[Place] = []

    def visit(part: Any) -> None:
        if id(part) in foreign:
            return
        kind = type(part)
        # Not isinstance: a handle claims the class of what it stands for.
        is_module = issubclass(kind, torch.nn.Module)
        if is_module or kind in (torch.Tensor, torch.nn.Parameter, np.ndarray, list, dict):
            found.append(lambda: part)
        if kind in (list, tuple):
            for item in part:
                visit(item)
        elif kind is dict:
            for item in part.values():
                visit(item)
        elif is_module:  # by name: a network that moves to a GPU has other buffers then
            found.extend(partial(_tensor, part, name) for name in _tensors(part))

    visit(arguments)
    return found


def _tensors(module: torch.nn.Module) -> list[str]:
    """Names of the parameters and buffers."""
    return [name for name, _ in (*module.named_parameters(), *module.named_buffers())]


def _tensor(module: torch.nn.Module, name: str) -> Any:
    owner, _, own = name.rpartition(".")
    return getattr(module.get_submodule(owner), own)


# --- out of the sandbox ------------------------------------------------------------------------------------------

_equal = torch.equal  # the real one: whoever patches torch in this process hurts only what is compared there


class Before:
    """The arguments of a call, remembered as they are before it.

    Args:
        places: of them, as `changeable` gives them.
    """

    def __init__(self, places: list[Place]) -> None:
        self._places = places
        self._aspects = [{name: _copy(value) for name, value in _aspects(place()).items()} for place in places]

    def changes(self) -> Iterator[tuple[int, str, Any]]:
        """Number of a place, aspect of what is there, and what that is now, of all that is not as it was."""
        for number, (place, before) in enumerate(zip(self._places, self._aspects, strict=True)):
            for name, value in _aspects(place()).items():
                if not _same(value, before[name]):
                    yield number, name, value
                    if name == "layers":  # nothing else can be found again
                        return


def _aspects(part: Any) -> dict[str, Any]:
    """What of an argument can change, by name, in the order in which it can be done again."""
    if isinstance(part, torch.nn.Module):
        modules = dict(part.named_modules())
        return {"layers": (*modules, *_tensors(part)), "training": tuple(m.training for m in modules.values())}
    if not isinstance(part, torch.Tensor):
        return {"value": part}
    if torch.nn.parameter.is_lazy(part):
        return {"value": None, "requires_grad": part.requires_grad, "grad": None}
    grad = part.grad if part.is_leaf else None
    if grad is not None and grad.layout != torch.strided:
        grad = grad.to_dense()
    return {"value": part.detach(), "requires_grad": part.requires_grad, "grad": grad}


def _copy(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    return value.copy() if isinstance(value, (np.ndarray, list, dict)) else value


def _same(value: Any, before: Any) -> bool:
    if type(value) is not type(before):
        return False
    if value is None or isinstance(value, (bool, tuple)):
        return bool(value == before)
    if isinstance(value, list):
        return len(value) == len(before) and all(one is other for one, other in zip(value, before, strict=True))
    if isinstance(value, dict):
        return list(value) == list(before) and all(value[key] is before[key] for key in before)
    if value.shape != before.shape or value.dtype != before.dtype:
        return False
    if isinstance(value, torch.Tensor):
        if "meta" in (value.device.type, before.device.type):
            return bool(value.device == before.device)
        plain = value.detach().to(before.device)
        if _equal(plain, before):
            return True
        return bool(((plain == before) | ((plain != plain) & (before != before))).all())  # nan is nan here
    return bool(((value == before) | ((value != value) & (before != before))).all())


# --- into the grader ---------------------------------------------------------------------------------------------


def write_back(arguments: Any, changed: list[Any], value: Callable[[Any], Any]) -> None:
    """Does to the arguments what a call did to those in the sandbox.

    Args:
        arguments: as they were sent.
        changed: what came back: number of a place, aspect of what is there, tree of what it became.
        value: decodes a tree.

    Raises:
        StudentError: what became of an argument is not plain data.
        WireError: no shell sends this.
    """
    places = changeable(arguments) if changed else []
    for entry in changed:
        match entry:
            case [int(), "layers", _] | [int(), str(), ["handle", *_]]:
                raise StudentError(NOT_TO_BE_SEEN)
            case [int(number), str(aspect), tree] if 0 <= number < len(places):
                new = value(tree)
            case _:
                raise WireError("a changed argument")
        try:
            _change(places[number](), aspect, new)
        except Exception as error:  # of another dtype, without data, …: nothing that a shell sends
            raise WireError(f"a changed argument: {type(error).__name__}") from None


def _change(part: Any, aspect: str, new: Any) -> None:
    """Makes one aspect of an argument what it became in the sandbox.

    Raises:
        Exception: it cannot become that.
    """
    match part, aspect:
        case torch.nn.Module(), "training":
            for module, mode in zip(part.modules(), new, strict=True):
                if type(mode) is not bool:
                    raise WireError("a mode")
                module.training = mode
        case torch.Tensor(), "value":
            if new.is_meta and not part.is_meta:
                raise WireError("data of a tensor")
            with torch.no_grad():
                if torch.nn.parameter.is_lazy(part):  # a network ran for the first time
                    part.materialize(new.shape)
                if part.shape == new.shape:
                    part.copy_(new)
                else:  # resized in place
                    part.data = new.detach().to(part.dtype)
        case torch.Tensor(), "requires_grad":
            if part.is_leaf:  # what the test computed has its own history
                part.requires_grad_(new)
        case torch.Tensor(), "grad":
            if part.is_leaf:
                part.grad = None if new is None else new.as_subclass(torch.Tensor)
        case np.ndarray(), "value":
            if part.flags.writeable and part.shape == new.shape:
                part[...] = new
        case list(), "value":
            part[:] = new
        case dict(), "value":
            part.clear()
            part.update(new)
        case _:
            raise WireError(f"a changed {aspect}")
