"""The page that shows which submissions are alike: one HTML file, with all it needs inside, and nothing that runs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import SetupError
from autograder.files import replace_file
from autograder.fragments import fragments
from autograder.matching import plain_text
from autograder.pages import templates
from autograder.similarity import Pair, Place, Similarity
from autograder.texts import storable

SMALL_CLASS = 10  # in fewer submissions, nobody can tell what is rare
MAX_ROWS = 500  # of a table
MAX_SHOWN = 100  # pairs side by side
MAX_LINES = 200  # of a cell
MAX_CHARACTERS = 20_000


@dataclass(frozen=True)
class Group:
    """Submissions that hang together.

    Attributes:
        students: in the order in which they joined.
        pairs: all pairs among them, the highest score first.
        links: as few of these as connect them, the highest scores.
    """

    students: tuple[str, ...]
    pairs: tuple[Pair, ...]
    links: tuple[Pair, ...]


@dataclass(frozen=True)
class Line:
    """A line of a cell; `marked` where something that both wrote is in it."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Cell:
    """What one of a pair wrote; `left_out` counts the lines that are not shown."""

    student: str
    title: str
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True)
class SideBySide:
    """An exercise of a pair. `same`: letter for letter, comments included."""

    title: str
    share: float
    same: bool
    cells: tuple[Cell, Cell]


@dataclass(frozen=True)
class Shown:
    """A group as the page shows it; `links` holds only the pairs that there is room for."""

    group: Group
    links: tuple[tuple[Pair, tuple[SideBySide, ...]], ...]


def write_page(similarity: Similarity, path: Path) -> None:
    """Writes the page.

    Raises:
        SetupError: the file cannot be written.
    """
    html = page(similarity)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, html.encode())
    except OSError as error:
        raise SetupError(f"{path} cannot be written ({error.strerror}): give another file with --output.") from error


def page(similarity: Similarity) -> str:
    """The page as HTML. Whatever students wrote is escaped."""
    by_place: dict[Place, list[Pair]] = {}
    for pair in similarity.single:
        by_place.setdefault(pair.alike[0].place, []).append(pair)
    room = iter(range(MAX_SHOWN))
    several = [_shown(group, similarity.common, room) for group in groups(similarity.pairs)]
    single = [
        (place.title, [_shown(group, similarity.common, room) for group in groups(pairs)])
        for place, pairs in by_place.items()
    ]
    template = templates().get_template("similarity.html.j2")
    html = template.render(
        similarity=similarity,
        several=several,
        single=single,
        small=len(similarity.works) < SMALL_CLASS,
        max_rows=MAX_ROWS,
    )
    return storable(html)


def groups(pairs: Sequence[Pair]) -> list[Group]:
    """Puts pairs together that have a submission in common.

    Args:
        pairs: the highest score first; so are the groups, by their best pair.
    """
    members: dict[str, list[str]] = {}  # student → the group, the same list for all that are in it
    links = []
    for pair in pairs:
        first, second = (members.setdefault(s, [s]) for s in (pair.first.student, pair.second.student))
        if first is second:
            continue
        links.append(pair)
        first += second
        for student in second:
            members[student] = first
    found = {id(group): group for group in (members[pair.first.student] for pair in pairs)}
    return [
        Group(tuple(group), *(tuple(p for p in each if members[p.first.student] is group) for each in (pairs, links)))
        for group in found.values()
    ]


def _shown(group: Group, common: frozenset[int], room: Iterator[int]) -> Shown:
    """A group, with its links side by side as long as there is room."""
    links = [(pair, _side_by_side(pair, common)) for pair, _ in zip(group.links, room, strict=False)]
    return Shown(group, tuple(links))


def _side_by_side(pair: Pair, common: frozenset[int]) -> tuple[SideBySide, ...]:
    """The exercises in which two are alike, what both wrote marked."""
    found = []
    for alike in pair.alike:
        text = pair.first.texts[alike.place]
        mine = list(fragments(text, alike.place.code))
        wanted = {each for each, _, _ in mine} - common
        place, theirs, both = alike.place, [], set[int]()
        for candidate, other in pair.second.texts.items():
            there = list(fragments(other, candidate.code))
            shared = wanted & {each for each, _, _ in there}
            if len(shared) > len(both) or (candidate == alike.place and len(shared) == len(both)):
                place, theirs, both = candidate, there, shared
        other = pair.second.texts.get(place, "")
        cells = (
            _cell(pair.first.student, alike.place, text, _lines(mine, both)),
            _cell(pair.second.student, place, other, _lines(theirs, both)),
        )
        found.append(SideBySide(alike.place.title, alike.share, plain_text(text) == plain_text(other), cells))
    return tuple(found)


def _lines(found: Iterable[tuple[int, int, int]], wanted: set[int]) -> set[int]:
    """The lines that wanted fragments stand in."""
    return {line for each, first, last in found if each in wanted for line in range(first, last + 1)}


def _cell(student: str, place: Place, text: str, marked: set[int]) -> Cell:
    """A cell as it is shown."""
    lines = text.split("\n")
    shown = text[:MAX_CHARACTERS].split("\n")[:MAX_LINES]
    rows = tuple(Line(line, number in marked) for number, line in enumerate(shown))
    return Cell(student, place.title, rows, len(lines) - len(shown))
