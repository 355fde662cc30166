"""What the executed notebook shows below its cells: students' outputs, checked and not believed, and verdicts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import nbformat as untyped_nbformat

from autograder.course import Limits
from autograder.results import METADATA, CellResult, Outcome
from autograder.sandbox.outputs import MAX_OUTPUTS
from autograder.texts import inert_math, storable
from autograder.wall.messages import WireError
from autograder.wall.wire import HandleInfo, decode

nbformat: Any = untyped_nbformat  # it ships py.typed, but hardly a type

NOTED = ("outcome", "message", "trusted", "seconds", "measurement")
# What pages of feedback can show. Not scripts; and not widgets, whose state a page would need.
SHOWN = frozenset("text/plain text/html text/markdown text/latex image/png image/jpeg image/gif image/svg+xml".split())
PICTURES = ("image/png", "image/jpeg", "image/gif")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
NOT_SHOWN = "(an output that is not shown here: {kinds})"
TEXTS = 8  # how many times over all texts of a cell may exceed `output_bytes`: a figure may be larger than text
OVERHEAD = 1 << 20  # characters; tracebacks are kept whatever else a cell shows


def notebook_text(nb: Any) -> str:
    """The text of a notebook's file, as nbformat writes it."""
    text: str = nbformat.v4.writes(nb)
    return text.rstrip("\n") + "\n"


def student_outputs(tree: Any, limits: Limits) -> list[Any]:
    """A cell's outputs as they came out of the sandbox, as nodes of a notebook: made anew, of plain text only.

    Args:
        tree: what `autograder.wall.messages.unpack` gave; not yet believed.
        limits: of the cell.

    Raises:
        WireError: they are not what a sandbox gathers.
    """
    outputs = decode(tree, _no_handle)
    if type(outputs) is not list or len(outputs) > MAX_OUTPUTS:
        raise WireError("no list of outputs, or too many")
    made = [_output(output) for output in outputs]
    if sum(map(_size, made)) > TEXTS * limits.output_bytes + OVERHEAD:
        raise WireError("outputs larger than a sandbox lets through")
    return made


def _output(output: Any) -> Any:
    """One output.

    Raises:
        WireError: it is none.
    """
    new = nbformat.v4.new_output
    match output:
        case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
            return new("stream", name=name, text=storable(text))
        case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)} if _all_texts(data):
            shown = {mime: storable(text) for mime, text in data.items() if mime in SHOWN}
            # A page puts a picture's data into an attribute, as they are.
            shown = {m: text for m, text in shown.items() if m not in PICTURES or BASE64.fullmatch(text)}
            if "text/latex" in shown:
                shown["text/latex"] = inert_math(shown["text/latex"])
            return new(kind, shown or {"text/plain": NOT_SHOWN.format(kinds=storable(", ".join(sorted(data))[:200]))})
        case {"output_type": "error", "ename": str(name), "evalue": str(value), "traceback": list(lines)}:
            if _all_texts(lines):
                return new(
                    "error", ename=storable(name), evalue=storable(value), traceback=[storable(line) for line in lines]
                )
    raise WireError("no output")


def _all_texts(parts: Iterable[Any]) -> bool:
    """Whether a dict's keys and values, or a list's items, are all texts."""
    values = parts.values() if isinstance(parts, dict) else ()
    return all(type(part) is str for part in (*parts, *values))


def _size(part: Any) -> int:
    """Characters of all texts in an output."""
    if isinstance(part, str):
        return len(part)
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return sum(map(_size, inside))


def _no_handle(_: HandleInfo) -> Any:
    raise WireError("an object among outputs")


def note(text: str, name: str) -> Any:
    """An error output that says what happened to a cell."""
    return nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def note_verdict(cell: Any, result: CellResult) -> None:
    """Puts what students may know of a result into the cell's metadata, for feedback and reports."""
    noted = {name: value for name, value in asdict(result).items() if name in NOTED and value is not None}
    cell.metadata[METADATA] = nbformat.from_dict(noted)


def note_run(nb: Any, incidents: Sequence[str], seconds: float, peak_mb: float) -> None:
    """Puts what happened, and what it took, into the notebook's metadata."""
    noted = {"incidents": list(incidents), "seconds": round(seconds, 3), "peak_mb": round(peak_mb, 1)}
    nb.metadata[METADATA] = nbformat.from_dict(noted)


def verdict_outputs(result: CellResult, printed: str) -> list[Any]:
    """What a graded test cell shows: what it printed, then the result with message and introspection."""
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)] if printed else []
    if result.outcome in (Outcome.PASSED, Outcome.PARTIAL):
        text = f"{result.outcome}: {result.auto_score:g} of {result.max_score:g} points"
        outputs.append(nbformat.v4.new_output("stream", name="stdout", text=f"{text}. {result.message}".strip() + "\n"))
    else:
        lines = [f"{result.outcome}: {result.message}", *result.detail.splitlines()]
        outputs.append(
            nbformat.v4.new_output("error", ename=str(result.outcome), evalue=result.message, traceback=lines)
        )
    return outputs
