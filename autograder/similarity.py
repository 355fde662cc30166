"""Which submissions of an assignment are alike, once names, formatting and what everybody writes are left out.

A *fragment* is an expression, or a statement without its body, with names replaced by numbers; of prose, four words
in a row. What students were given and what the reference solution holds does not count; the rest counts by how rare
it is in the class. See docs/similarity.md for what a score means.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.course import Assignment, Course, SourceNotebook, Submission
from autograder.errors import CourseError, SubmissionError
from autograder.finding import find_notebooks
from autograder.fragments import Prints, prints
from autograder.matching import MAX_CELL, is_answer, nbgrader_meta, plain_text
from autograder.notebook import Role, Step
from autograder.reading import read_submission
from autograder.restore import restore

OWN_CELLS = "Cells of their own"
MISSING = "{name}.ipynb was not handed in."
COMMON = 0.25  # fragments that weigh less (half the class has them) are not marked
# All in rare fragments (weight 1: nobody else has it). Fragments of one exercise come together, with the idea that they
# express, so one exercise counts as no more than a few of them, unless there are hardly any others.
EXERCISE = 4.0
ASSIGNMENT = 24.0
CHANCE = 5.0  # what two honest students may share; see `Pair.score`
CHANCE_IN_ONE = 8.0  # the same, where one exercise alone is judged


@dataclass(frozen=True)
class Place:
    """Where students write: a solution cell, or (with an empty grade_id) the cells that they added to a notebook."""

    notebook: str
    grade_id: str
    title: str
    code: bool = True


@dataclass(frozen=True)
class Work:
    """What one student wrote, by place; places that are missing are left out."""

    student: str
    texts: Mapping[Place, str]


@dataclass(frozen=True)
class Alike:
    """One place of a pair: the share (0 to 1) of one's fragments, by weight, that the other has too."""

    place: Place
    share: float


@dataclass(frozen=True)
class Pair:
    """Two submissions that are alike.

    Attributes:
        first: the one of whose fragments the shares are.
        second: the other.
        score: weight of the fragments that both have over the weight of all of `first`, `CHANCE` added to the latter,
            in those exercises where that is most. 0 to 1; little evidence makes no high score.
        shared: weight of the fragments that both have, in these exercises.
        alike: these exercises.
    """

    first: Work
    second: Work
    score: float
    shared: float
    alike: tuple[Alike, ...]


@dataclass(frozen=True)
class Similarity:
    """What was found.

    Attributes:
        assignment: its name.
        threshold: the least score of a pair.
        works: all that were compared.
        pairs: alike over several exercises, the highest score first.
        single: alike in one exercise, and not among `pairs`.
        common: fragments that were given, are in the reference, or in half of all submissions.
        problems: (student, sentence) for what could not be compared.
    """

    assignment: str
    threshold: float
    works: tuple[Work, ...]
    pairs: tuple[Pair, ...]
    single: tuple[Pair, ...]
    common: frozenset[int]
    problems: tuple[tuple[str, str], ...]


def find_similar(course: Course, name: str, threshold: float) -> Similarity:
    """Compares all submissions of an assignment with each other; runs none of them.

    Args:
        course: the course.
        name: of the assignment.
        threshold: the least score to be reported, between 0 and 1.

    Raises:
        CourseError: no such assignment, or nothing was submitted.
    """
    assignment = course.assignment(name)
    submissions = course.submissions(name)
    if not submissions:
        raise CourseError(f"Nothing was submitted: {course.path('submitted', '<student>', name)} does not exist yet.")
    works, problems = [], []
    for submission in submissions:
        try:
            work, missing = _read(assignment, submission, course.directory.ignore)
        except SubmissionError as error:
            problems.append((submission.student, str(error)))
            continue
        works.append(work)
        problems += [(submission.student, text) for text in missing]
    pairs, single, common = compare(works, _given(assignment.notebooks), threshold)
    return Similarity(name, threshold, tuple(works), tuple(pairs), tuple(single), common, tuple(problems))


def _read(assignment: Assignment, submission: Submission, ignore: Iterable[str]) -> tuple[Work, list[str]]:
    """What a student wrote, and sentences about notebooks that are missing."""
    files = find_notebooks(submission.folder, [n.name for n in assignment.notebooks], ignore)
    texts: dict[Place, str] = {}
    missing = []
    for source in assignment.notebooks:
        if found := files[source.name]:
            texts |= _texts(source, restore(source, read_submission(found.path)).steps, len(files) > 1)
        else:
            missing.append(MISSING.format(name=source.name))
    return Work(submission.student, texts), missing


def _texts(source: SourceNotebook, steps: Iterable[Step], several: bool) -> dict[Place, str]:
    """A student's text of each solution cell, and of the code cells that are nobody else's.

    Args:
        source: the instructor's notebook.
        steps: of the student's.
        several: the assignment has other notebooks, too.
    """
    behind = f" ({source.name})" if several else ""
    titles = {name: e.title for e in source.exercises for name in (e.grade_id, e.solution_id) if name}
    given = {plain_text(cell.source) for cell in source.cells if not nbgrader_meta(cell)}
    texts, own = {}, []
    for step in steps:
        if step.solution and step.grade_id:
            title = titles.get(step.grade_id, step.grade_id)
            place = Place(source.name, step.grade_id, f"{title}{behind}", step.code)
            texts[place] = step.source[:MAX_CELL]
        elif step.grade_id is None and step.role is Role.STUDENT and plain_text(step.source) not in given:
            own.append(step.source)
    return texts | {Place(source.name, "", f"{OWN_CELLS}{behind}"): "\n\n".join(own)[:MAX_CELL]}


def _given(notebooks: Iterable[SourceNotebook]) -> Prints:
    """Fragments of all that students were given, and of the reference solutions."""
    texts = [(cell.source, cell.cell_type == "code") for n in notebooks for cell in n.cells]
    for notebook in notebooks:
        answers = (cell for cell in notebook.cells if is_answer(cell))
        texts += [(notebook.released[c.metadata.nbgrader.grade_id], c.cell_type == "code") for c in answers]
    return np.unique(np.concatenate([prints(text, code) for text, code in texts]))


# --- comparing -------------------------------------------------------------------------------------------------------


def compare(works: Sequence[Work], given: Prints, threshold: float) -> tuple[list[Pair], list[Pair], frozenset[int]]:
    """Finds the pairs that are alike.

    Args:
        works: all submissions.
        given: fragments that do not count.
        threshold: the least score.

    Returns:
        pairs alike over several exercises; pairs alike in one, and not among the former; fragments that are given or
        common.
    """
    if len(works) < 2:
        return [], [], frozenset(given.tolist())
    table = _Table(works, given)
    several, single = table.candidates(threshold)
    pairs = [table.pair(i, j) for i, j in sorted(several)]
    others = [table.pair_in_one(i, j, place) for i, j, place in single if (i, j) not in several]
    found, in_one = (sorted((p for p in ps if p.score >= threshold), key=_order) for ps in (pairs, others))
    common = table.names[table.weights < COMMON]
    return found, in_one, frozenset(given.tolist() + common.tolist())


def _order(pair: Pair) -> tuple[float, float, str, str]:
    """The highest score first."""
    return (-pair.score, -pair.shared, pair.first.student, pair.second.student)


class _Table:
    """The fragments of a class.

    Attributes:
        places: of all works, in the order of the notebooks.
        prints: of each work by place, as positions in `names`.
        names: all fragments, sorted.
        weights: of each: 1 where no more than two have it, falling to nearly 0 where everyone has.
        most: weight that one place counts for at most.
    """

    def __init__(self, works: Sequence[Work], given: Prints) -> None:
        self.works = works
        self.places = tuple(dict.fromkeys(place for work in works for place in work.texts))
        hashes = [
            {p: np.setdiff1d(prints(t, p.code), given, assume_unique=True) for p, t in w.texts.items()} for w in works
        ]
        wholes = [np.unique(np.concatenate([*each.values(), given[:0]])) for each in hashes]
        self.names, counts = np.unique(np.concatenate(wholes), return_counts=True)
        size = len(works) + 1
        self.weights = np.log(size / np.maximum(counts, 2)) / np.log(size / 2)
        self.prints = [{p: np.searchsorted(self.names, h) for p, h in each.items()} for each in hashes]
        self.wholes = [np.searchsorted(self.names, whole) for whole in wholes]
        self.most = max(EXERCISE, ASSIGNMENT / max(1, len(self.places)))

    def candidates(self, threshold: float) -> tuple[set[tuple[int, int]], list[tuple[int, int, Place]]]:
        """Pairs of works (positions, the smaller first) whose score may reach the threshold, and those in one place.

        The sum of what is shared over the sum of all and `CHANCE` reaches the threshold for some choice of places if
        and only if what is beyond the threshold in each place adds up to the threshold times `CHANCE`.
        """
        anywhere = self._holders(self.wholes)
        beyond = np.zeros((len(self.works), len(self.works)), dtype=np.float32)
        single = []
        for place in self.places:
            here = [each.get(place, self.wholes[0][:0]) for each in self.prints]
            totals = np.array([self.weights[each].sum() for each in here])[:, None]
            shared = np.zeros_like(beyond)
            for fragment, students in self._holders(here).items():
                if len(others := anywhere[fragment]) > 1:
                    shared[np.ix_(students, others)] += self.weights[fragment]
            capped = np.minimum(1, self.most / np.maximum(totals, 1e-9))
            beyond += np.maximum(0, shared - threshold * totals) * capped
            single += [(i, j, place) for i, j in _either(shared - threshold * (totals + CHANCE_IN_ONE))]
        return set(_either(beyond - threshold * CHANCE)), single

    def pair(self, i: int, j: int) -> Pair:
        """Two works, compared over all exercises, from the side from which they are more alike."""
        return min((self._directed(i, j), self._directed(j, i)), key=_order)

    def pair_in_one(self, i: int, j: int, place: Place) -> Pair:
        """Two works, compared in one place, from the side from which they are more alike."""
        sides = []
        for a, b in ((i, j), (j, i)):
            shared, total = self._shared(a, b, place)
            alike = Alike(place, shared / total if total else 0.0)
            sides.append(Pair(self.works[a], self.works[b], shared / (total + CHANCE_IN_ONE), shared, (alike,)))
        return min(sides, key=_order)

    def _directed(self, i: int, j: int) -> Pair:
        """How much of what `i` wrote `j` has, in those exercises where that is most."""
        found = [(place, *self._shared(i, j, place)) for place in self.prints[i]]
        rows = sorted(((shared / total, shared, total, p) for p, shared, total in found if total), key=lambda r: -r[0])
        best = Pair(self.works[i], self.works[j], 0.0, 0.0, ())
        alike: tuple[Alike, ...] = ()
        both = all_weight = evidence = 0.0
        for share, shared, total, place in rows:
            weight = min(total, self.most)
            both, all_weight, evidence = both + share * weight, all_weight + weight, evidence + shared
            alike += (Alike(place, share),)
            if (score := both / (all_weight + CHANCE)) > best.score:
                best = Pair(self.works[i], self.works[j], score, evidence, alike)
        return replace(best, alike=tuple(sorted(best.alike, key=lambda each: self.places.index(each.place))))

    def _shared(self, i: int, j: int, place: Place) -> tuple[float, float]:
        """Weight of the fragments of `i` in a place that `j` has anywhere, and of all of them."""
        mine = self.prints[i].get(place, self.wholes[i][:0])
        both = np.intersect1d(mine, self.wholes[j], assume_unique=True)
        return float(self.weights[both].sum()), float(self.weights[mine].sum())

    def _holders(self, prints: Sequence[NDArray[np.intp]]) -> dict[int, NDArray[np.intp]]:
        """Which works hold each fragment."""
        works = np.repeat(np.arange(len(prints)), [len(each) for each in prints])
        flat = np.concatenate(prints)
        order = np.argsort(flat, kind="stable")
        found, starts = np.unique(flat[order], return_index=True)
        return dict(zip(found.tolist(), np.split(works[order], starts[1:]), strict=False))


def _either(matrix: NDArray[Any]) -> list[tuple[int, int]]:
    """Positions i < j where a matrix, or its mirror image, is not below zero, rounding apart."""
    rows, columns = np.nonzero(np.triu(np.maximum(matrix, matrix.T) > -1e-3, 1))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
