"""What mangled notebooks get from ``autograder grade`` and plain ``nbgrader autograde``, against what they deserve.

    python benchmarks/mangled.py

Both grade the class of ``tests/mangled/`` in this run, each in its own copy of the course. nbgrader grades it twice:
all at once, as a teacher would, and student by student, so that none of them can suffer from another. It runs the
notebooks without isolation: the cases are accidents, not attacks. Writes ``benchmarks/out/mangled.json``.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.gradebook import Recorder
from autograder.session import Options, Session

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from mangled import CASES, HONEST, Case, write_class  # noqa: E402  # tests/ is no package
from mangled.case import FULL  # noqa: E402
from test_conformance import NBGRADER, gradebook_rows, start  # noqa: E402

# nbgrader as it comes, but for the seconds a cell may take: the same for both.
CONFIG = "c.Execute.timeout = 20\n"
STUDENT_BY_STUDENT = """
import sys
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.baseapp import NbGrader

app = NbGrader()
app.load_config_file()
for student in sys.argv[1:]:
    print(NbGraderAPI(config=app.config).autograde("a1", student)["log"])
"""


class Given(NamedTuple):
    """What a grader made of a submission.

    Attributes:
        cells: what its gradebook holds, by grade_id; empty where it holds nothing.
        told: the error that it reported of it; empty where it reported none.
    """

    cells: dict[str, str]
    told: str


@dataclass(frozen=True)
class Judged:
    """One case and what both made of it."""

    case: Case
    ours: Given
    theirs: Given
    theirs_in_one_run: Given


def row(points: float | None) -> str:
    """What a gradebook holds of a cell that is given these points."""
    return "no points, by hand" if points is None else f"{points:g}"


def is_right(case: Case, given: Given) -> bool:
    """Whether it got exactly the points it deserves, or an error of its own where it cannot be graded.

    Where nothing was earned, a gradebook that knows nothing of the student counts as right, too.
    """
    earned = any(text not in ("0", row(None)) for text in given.cells.values())
    if case.error:
        return not earned and bool(given.told)
    return given.cells == {name: row(points) for name, points in case.points.items()} or (
        not given.cells and not any(case.points.values()) and None not in case.points.values()
    )


def given_by(root: Path, errors: Mapping[str, str]) -> dict[str, Given]:
    """What a course's gradebook and the errors that were reported say, by student."""
    rows = gradebook_rows(root)
    found = {}
    for student in (*CASES, *HONEST):
        cells = {name: rows[key].text for name in FULL if (key := f"a1/{student}/{name}") in rows}
        found[student] = Given(cells, errors.get(student, ""))
    return found


def grade_with_autograder(root: Path) -> dict[str, Given]:
    """One run over the class."""
    course, errors = write_class(root), {}
    with Session(course, Options(workers=2, device="cpu")) as session, Recorder(course) as recorder:
        for result in session.grade(course.assignment("a1"), course.submissions("a1")):
            recorder.record(result)
            errors[result.student] = result.error or ""
    return given_by(root, errors)


def grade_with_nbgrader(root: Path) -> tuple[dict[str, Given], dict[str, Given]]:
    """One run over the class, then each student alone."""
    write_class(root, CONFIG)
    os.environ["PYTHONIOENCODING"] = "utf-8:replace"  # it logs names of files, and some are no text
    with start(root, "-c", NBGRADER, "a1") as process:
        log, _ = process.communicate()
    in_one_run = given_by(root, reported(log))
    with start(root, "-c", STUDENT_BY_STUDENT, *CASES, *HONEST) as process:
        log, _ = process.communicate()
    assert process.returncode == 0, log[-5000:]
    return in_one_run, given_by(root, reported(log))


def reported(log: str) -> dict[str, str]:
    """What nbgrader says of submissions that it could not grade, by student."""
    lines = re.finditer(r"There was an error processing assignment: \S*?([^/\n]+)/a1$", log, re.M)
    return {line[1]: line[0] for line in lines}


def shown(given: Given) -> str:
    """Points of a submission in a few characters: ``2 3 4 ?``; a question mark is left for a person."""
    return " ".join("?" if text == row(None) else text for text in given.cells.values()) or "nothing"


def deserved(case: Case) -> str:
    """The same of what it deserves."""
    return f"an error: {case.error}" if case.error else shown(Given({n: row(p) for n, p in case.points.items()}, ""))


def marked(case: Case, given: Given) -> str:
    """What it was given, and whether that is right."""
    text = "an error" if given.told and not given.cells else shown(given)
    return f"{text} {'✓' if is_right(case, given) else '✗'}"


def table_of(judged: list[Judged]) -> Table:
    """A row for each case."""
    table = Table("case", "deserved", "autograder", "nbgrader", title=f"Points of {', '.join(FULL)}")
    for one in judged:
        made = (marked(one.case, given) for given in (one.ours, one.theirs))
        colored = (f"[{'green' if text.endswith('✓') else 'red'}]{text}[/]" for text in made)
        table.add_row(escape(one.case.student), deserved(one.case), *colored)
    return table


def main() -> None:
    """Grades the class with both, and counts."""
    folder = Path(tempfile.mkdtemp(prefix="autograder-mangled-"))
    try:
        for name in ("ours", "theirs"):
            (folder / name).mkdir()
        ours = grade_with_autograder(folder / "ours")
        in_one_run, theirs = grade_with_nbgrader(folder / "theirs")
    finally:
        shutil.rmtree(folder)
    judged = [Judged(case, ours[name], theirs[name], in_one_run[name]) for name, case in CASES.items()]
    full = {name: row(points) for name, points in FULL.items()}
    totals = {
        "cases": len(judged),
        "autograder": sum(is_right(one.case, one.ours) for one in judged),
        "nbgrader, student by student": sum(is_right(one.case, one.theirs) for one in judged),
        "nbgrader, all in one run": sum(is_right(one.case, one.theirs_in_one_run) for one in judged),
        "honest students": len(HONEST),
        "honest students right, autograder": sum(ours[name].cells == full for name in HONEST),
        "honest students right, nbgrader in one run": sum(in_one_run[name].cells == full for name in HONEST),
    }
    console = Console()
    console.print(table_of(judged))
    for name, number in totals.items():
        console.print(f"{name}: {number}", highlight=False)
    out = PROJECT / "benchmarks" / "out" / "mangled.json"
    out.parent.mkdir(exist_ok=True)
    rows = {
        one.case.student: {
            "deserved": deserved(one.case),
            "autograder": marked(one.case, one.ours),
            "nbgrader": marked(one.case, one.theirs),
            "nbgrader in one run": marked(one.case, one.theirs_in_one_run),
        }
        for one in judged
    }
    out.write_text(json.dumps({"totals": totals, "cases": rows}, indent=1, ensure_ascii=False) + "\n")
    sys.exit(0 if totals["autograder"] == totals["cases"] else 1)


if __name__ == "__main__":
    main()
