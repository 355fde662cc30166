"""``autograder verify --seeds K``: whether the reference clears every tier of accuracy whatever the random numbers.

A threshold that the reference itself misses now and then is luck, not a grade.
"""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from autograder.course import Assignment, Course, Exercise
from autograder.dependencies import needed, uses
from autograder.errors import CourseError
from autograder.progress import shown
from autograder.results import Measurement
from autograder.sandbox.warm import Warm
from autograder.session import Session
from autograder.verify import grade_answers, trial_options

SEED = re.compile(r"\bmanual_seed\(\s*\d+\s*\)")
Measured = tuple[Exercise, Measurement | None, str]


def all_texts(assignment: Assignment) -> dict[str, str]:
    """`SourceNotebook.texts` of all notebooks together."""
    return {grade_id: text for n in assignment.notebooks for grade_id, text in n.texts.items()}


def training_exercises(assignment: Assignment) -> list[Exercise]:
    """The exercises whose points depend on an accuracy: their test calls ``checks.tiers``."""
    tests = all_texts(assignment)
    exercises = [e for n in assignment.notebooks for e in n.exercises if not e.manual and e.solution_id]
    return [e for e in exercises if "checks.tiers(" in tests[e.grade_id]]


def seeded_solution(assignment: Assignment, exercise: Exercise, seed: int) -> str:
    """The reference solution with another seed in each ``manual_seed(…)``; one is put first where there is none."""
    source = all_texts(assignment)[exercise.solution_id or ""]
    changed, count = SEED.subn(f"manual_seed({seed})", source)
    return changed if count else f"torch.manual_seed({seed})\n{source}"


def measure(assignment: Assignment, exercises: list[Exercise], seeds: int, session: Session) -> Iterator[Measured]:
    """Trains the reference of each exercise with seeds 1 to `seeds`, each time judged on other held-out data."""
    named, answers, cells = {}, {}, {}
    for number, exercise in enumerate(exercises):
        solution_id = exercise.solution_id or ""
        run = set[str]().union(*(needed(uses(n.cells), {exercise.grade_id, solution_id}) for n in assignment.notebooks))
        for seed in range(1, seeds + 1):
            name = f"exercise-{number}-seed-{seed:03d}"
            named[name], cells[name] = exercise, frozenset(run)
            answers[name] = {solution_id: seeded_solution(assignment, exercise, seed)}
    for result in grade_answers(assignment, answers, cells, session):
        exercise = named[result.student]
        found = [c for n in result.notebooks for c in n.cells if c.grade_id == exercise.grade_id]
        problem = result.error or (found[0].detail if found and not found[0].measurement else "")
        yield exercise, found[0].measurement if found else None, problem


def verify_seeds(course: Course, name: str, seeds: int, workers: int | None, warm: Warm, console: Console) -> int:
    """Measures, prints a row for each training exercise, and gives the exit status: 0 when no seed misses a tier.

    Raises:
        CourseError: no such assignment, or none of its tests calls ``checks.tiers``.
    """
    assignment = course.assignment(name)
    exercises = training_exercises(assignment)
    if not exercises:
        raise CourseError(f"{name}: no test calls checks.tiers, so there is no threshold that seeds could miss.")
    measured: dict[str, list[Measurement]] = defaultdict(list)
    problems = []
    with Session(course, trial_options(workers), warm) as session:
        runs = measure(assignment, exercises, seeds, session)
        for exercise, measurement, problem in shown(runs, seeds * len(exercises), session, console):
            if measurement:
                measured[exercise.grade_id].append(measurement)
            else:
                problems.append(f"{exercise.title}: nothing was measured: {problem}")
    table = Table("exercise", "seeds", "mean", "std", "worst", "clears", title=f"{name}: does luck decide?")
    missed = bool(problems)
    for exercise in exercises:
        row, is_clear = summary(measured[exercise.grade_id])
        table.add_row(exercise.title, *row)
        missed |= not is_clear
    console.print(table)
    for line in problems:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    verdict = "some seeds miss a tier: lower it or better the reference" if missed else "every seed clears every tier"
    console.print(f"{name}: {verdict}.", highlight=False)
    return int(missed)


def summary(found: list[Measurement]) -> tuple[list[str], bool]:
    """The columns of a row, and whether every seed clears every tier."""
    if not found:
        return ["0", "", "", "", ""], False
    reached = [m.reached for m in found]
    thresholds = [threshold for threshold, _ in found[0].tiers]
    cleared = {t: sum(m.clears(t) for m in found) for t in thresholds}
    shares = ", ".join(f"{t:g}: {count}/{len(found)}" for t, count in cleared.items())
    spread = statistics.stdev(reached) if len(reached) > 1 else 0.0
    numbers = [f"{statistics.mean(reached):.4f}", f"{spread:.4f}", f"{min(reached):.4f}"]
    return [str(len(found)), *numbers, shares], all(count == len(found) for count in cleared.values())
