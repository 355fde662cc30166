"""What a call changes of its arguments: found beside the student's code, done again to the test's own objects.

A function may fill the list, step the tensor or train the network that it is given: a test of it reads as it would in
one process.
"""

from collections import deque
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import torch
from torch.nn.parameter import is_lazy

from autograder.errors import StudentError
from autograder.wall.messages import MAX_NODES, WireError
from autograder.wall.wire import DICTS, ArrivedTensor, distinct, has_few_of_one_hash, is_plain

NOT_TO_BE_SEEN = (
    "your code changed something that it was given into what a test cannot look at: something too large, something "
    "that is no plain data, or a network with other layers"
)

# What of an argument can change, in the order in which it is done again.
ASPECTS = ("layers", "training", "items", "value", "requires_grad", "grad", "options", "state")
DICT_KINDS = (dict, *DICTS.values())
ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes})  # cannot change
KINDS = frozenset({torch.Tensor, torch.nn.Parameter, ArrivedTensor, np.ndarray, *DICT_KINDS, list, deque, set})

Place: TypeAlias = Callable[[], Any]  # gives what is there now


def changeable(arguments: Any, foreign: AbstractSet[int] = frozenset()) -> list[Place]:
    """Where a call can change its arguments, in an order both sides know.

    Args:
        arguments: nested tuples, lists and dicts of tensors, arrays, networks, optimizers and anything else.
        foreign: ids of objects to leave alone: where the sandbox has an object, the grader has a handle.

    Returns:
        places of all that can change, outer ones first; what is reached twice has one.
    """
    found: list[Place] = []
    seen = set(foreign)

    def visit(part: Any) -> None:
        kind = type(part)
        if kind in ATOMS or id(part) in seen:
            return
        seen.add(id(part))
        # Not isinstance: a handle claims the class of what it stands for.
        is_module, is_optimizer = issubclass(kind, torch.nn.Module), issubclass(kind, torch.optim.Optimizer)
        if is_module or is_optimizer or kind in KINDS:
            found.append(lambda: part)
        if kind in (list, tuple, deque):
            for item in part:
                visit(item)
        elif kind in DICT_KINDS:
            for item in part.values():
                visit(item)
        elif is_module:  # by name: a network that moves to a GPU has other buffers then
            found.extend(partial(_tensor, part, name) for name in _tensors(part))
        elif is_optimizer:
            for tensor in _parameters(part):
                visit(tensor)

    visit(arguments)
    return found


def _tensors(module: torch.nn.Module) -> list[str]:
    """Names of the parameters and buffers that have data."""
    tensors = *module.named_parameters(remove_duplicate=False), *module.named_buffers(remove_duplicate=False)
    return [name for name, tensor in tensors if not is_lazy(tensor)]


def _tensor(module: torch.nn.Module, name: str) -> Any:
    """One of them; None where there is none of that name any more."""
    owner, _, own = name.rpartition(".")
    try:
        return getattr(module.get_submodule(owner), own)
    except AttributeError:
        return None


def _parameters(optimizer: torch.optim.Optimizer) -> list[torch.Tensor]:
    return [tensor for group in optimizer.param_groups for tensor in group["params"]]


# --- out of the sandbox ------------------------------------------------------------------------------------------

_equal = torch.equal  # the real one: whoever patches torch in this process hurts only what is compared there


class Before:
    """The arguments of a call, remembered as they are before it.

    Args:
        places: of them, as `changeable` gives them.
    """

    def __init__(self, places: list[Place]) -> None:
        self._places = places
        self._parts = [place() for place in places]  # kept: the id of one that is gone could be another's
        self._numbers = {id(part): number for number, part in enumerate(self._parts)}
        self._remembered = [{name: _copy(value) for name, value in _aspects(part).items()} for part in self._parts]

    def changes(self, in_place: bool) -> Iterator[tuple[int, str, Any]]:
        """Number of a place, aspect of what is there, and what that is now, of all that is not as it was.

        Args:
            in_place: the call gave nothing back: what it did to its arguments is all that can be tested, and a network
                of other layers, which cannot be made here, must be told of.
        """
        seen = set()
        for number, (place, part, before) in enumerate(zip(self._places, self._parts, self._remembered, strict=True)):
            now = place()
            if now is part and id(now) in seen:  # a parameter of a network, and of its optimizer
                continue
            seen.add(id(now))
            if now is None and in_place:
                yield number, "layers", None
            for name, value in _aspects(now).items():
                if _same(value, before.get(name)) or (name == "layers" and not in_place):
                    continue
                if name == "items":
                    value = tuple(map(self._references, value, before[name]))
                yield number, name, value

    def _references(self, items: list[Any], before: list[Any]) -> tuple[np.ndarray[Any, Any], list[Any]]:
        """Items as numbers of places, and then of those before, where they are the same objects; -1 and the others.

        So what was not changed stays what it is in the test: a network, or a loss with its graph.
        """
        old = {id(item): number for number, item in enumerate(before, len(self._parts))}
        numbers = [old.get(id(item), self._numbers.get(id(item), -1)) for item in items]
        return np.array(numbers, np.int64), [item for item, number in zip(items, numbers, strict=True) if number < 0]


def _aspects(part: Any) -> dict[str, Any]:
    """What of an argument can change, and can cross."""
    if isinstance(part, torch.nn.Module):
        modules = dict(part.named_modules())
        # A lazy layer becomes another when it first runs.
        kinds = [getattr(module, "cls_to_become", None) or type(module) for module in modules.values()]
        return {
            "layers": tuple(zip(modules, (kind.__qualname__ for kind in kinds), strict=True)),
            "training": {name: module.training for name, module in modules.items()},
        }
    if isinstance(part, torch.optim.Optimizer):
        options = [{name: value for name, value in group.items() if name != "params"} for group in part.param_groups]
        return {"options": tuple(options), "state": tuple(dict(part.state.get(p, {})) for p in _parameters(part))}
    if isinstance(part, torch.Tensor):
        if is_lazy(part):
            return {}
        grad = part.grad if part.is_leaf else None
        if grad is not None and grad.layout != torch.strided:
            grad = grad.to_dense()
        return ({"value": part.detach()} if is_plain(part) else {}) | {
            "requires_grad": part.requires_grad,
            "grad": grad,
        }
    if isinstance(part, dict):
        return {"items": (list(part), list(part.values()))}
    if isinstance(part, (list, deque)):
        return {"items": (list(part),)}
    return {} if part is None else {"value": part}


def _copy(value: Any) -> Any:
    """So deep that no change of what it was made of changes it."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_copy, value))
    return value.copy() if isinstance(value, (np.ndarray, list, set)) else value


def _same(value: Any, before: Any) -> bool:
    """Whether nothing changed; what cannot be compared counts as the same."""
    try:
        return _is_same(value, before)
    except Exception:
        return True


def _is_same(value: Any, before: Any) -> bool:
    if type(value) is not type(before):
        return False
    if isinstance(value, torch.Tensor):
        if value.shape != before.shape or value.dtype != before.dtype:
            return False
        if "meta" in (value.device.type, before.device.type):
            return bool(value.device == before.device)
        value = value.detach().to(before.device)
        return _equal(value, before) or _equal_or_nan(value, before)
    if isinstance(value, np.ndarray):
        return value.shape == before.shape and value.dtype == before.dtype and _equal_or_nan(value, before)
    if isinstance(value, list):
        return len(value) == len(before) and all(one is other for one, other in zip(value, before, strict=True))
    if isinstance(value, tuple):
        return len(value) == len(before) and all(map(_is_same, value, before))
    if isinstance(value, dict):
        return list(value) == list(before) and all(_is_same(item, before[key]) for key, item in value.items())
    return bool(value == before)


def _equal_or_nan(value: Any, before: Any) -> bool:
    return bool(((value == before) | ((value != value) & (before != before))).all())


# --- into the grader ---------------------------------------------------------------------------------------------


def write_back(arguments: Any, changed: list[Any], value: Callable[[Any], Any]) -> None:
    """Does to the arguments what a call did to those in the sandbox.

    Args:
        arguments: as they were sent.
        changed: what came back: number of a place, aspect of what is there, tree of what it became.
        value: decodes a tree.

    Raises:
        StudentError: what became of an argument cannot be made here.
        WireError: no shell sends this.
    """
    parts = [place() for place in changeable(arguments)] if changed else []
    last = (-1, 0)
    for entry in changed:
        match entry:
            case [int(number), str(aspect), [tag, *_] as tree] if 0 <= number < len(parts) and aspect in ASPECTS:
                order = number, ASPECTS.index(aspect)
            case _:
                raise WireError("a changed argument")
        if order <= last:
            raise WireError("a changed argument, again")
        last = order
        if aspect == "layers" or tag == "handle":
            raise StudentError(NOT_TO_BE_SEEN)
        new = value(tree)
        try:
            _change(parts[number], aspect, new, parts)
        except WireError:
            raise
        except Exception as error:  # of a dtype, a device or a size that this one cannot have
            raise StudentError(NOT_TO_BE_SEEN) from error


def _change(part: Any, aspect: str, new: Any, parts: list[Any]) -> None:
    """Makes one aspect of an argument what it became in the sandbox.

    Raises:
        WireError: it is nothing that such an aspect becomes.
        Exception: this one cannot become that.
    """
    match part, aspect, new:
        case torch.nn.Module(), "training", dict() if all(type(mode) is bool for mode in new.values()):
            for name, module in part.named_modules():
                module.training = new.get(name, module.training)
        case torch.Tensor(), "value", torch.Tensor():
            _fill(part, new)
        case torch.Tensor(), "requires_grad", bool():
            if part.is_leaf:  # what the test computed has its own history
                part.requires_grad_(new)
        case torch.Tensor(), "grad", None | torch.Tensor():
            if part.is_leaf and part.grad is not None and new is not None and not new.requires_grad:
                _fill(part.grad, new)
            elif part.is_leaf:
                part.grad = None if new is None else new.as_subclass(torch.Tensor)
        case np.ndarray(), "value", np.ndarray():
            part[...] = new
        case set(), "value", set():
            part.clear()
            part.update(new)
        case list() | deque(), "items", (items,):
            made = _resolved(items, list(part), parts)
            part.clear()
            part.extend(made)
        case dict(), "items", (keys, values):
            made, others = _resolved(keys, list(part), parts), _resolved(values, list(part.values()), parts)
            if len(made) != len(others) or not has_few_of_one_hash(made):
                raise WireError("a dict")
            part.clear()
            for key, item in zip(made, others, strict=True):  # not `update`: a Counter's counts
                part[key] = item
        case torch.optim.Optimizer(), "options", tuple() if all(type(group) is dict for group in new):
            for group, options in zip(part.param_groups, new, strict=True):
                group.update({name: value for name, value in options.items() if name in group and name != "params"})
        case torch.optim.Optimizer(), "state", tuple() if all(type(state) is dict for state in new):
            for parameter, state in zip(_parameters(part), new, strict=True):
                part.state[parameter] = state
        case _:
            raise WireError(f"a changed {aspect}")


def _fill(part: torch.Tensor, new: torch.Tensor) -> None:
    """Gives a tensor other numbers; where they are more, or of another dtype, other data."""
    new = new.as_subclass(torch.Tensor)
    if part.is_meta != new.is_meta:
        raise ValueError("a tensor that lost its data")
    if part.shape != new.shape or part.dtype != new.dtype:
        part.data = new.detach()
        return
    with torch.inference_mode(part.is_inference()), torch.no_grad():
        steps = part.stride()
        distinct(part, steps).copy_(distinct(new, steps))


def _resolved(references: Any, old: list[Any], parts: list[Any]) -> list[Any]:
    """Items of a list or dict, from what `Before` made of them.

    Raises:
        WireError: they are no such references.
    """
    match references:
        case (np.ndarray() as numbers, list(others)) if _refer(numbers, len(parts) + len(old), len(others)):
            following = iter(others)
            return [
                next(following) if number < 0 else parts[number] if number < len(parts) else old[number - len(parts)]
                for number in numbers.tolist()
            ]
    raise WireError("references")


def _refer(numbers: np.ndarray[Any, Any], known: int, others: int) -> bool:
    """Whether they are numbers of so many known items, and -1 for each of the others."""
    if numbers.dtype != np.int64 or numbers.ndim != 1 or numbers.size > MAX_NODES:
        return False
    return np.count_nonzero(numbers == -1) == others and bool(((numbers >= -1) & (numbers < known)).all())
