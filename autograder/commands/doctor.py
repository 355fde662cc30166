"""``autograder doctor``."""

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.commands.arguments import Commands, add_command

if TYPE_CHECKING:
    from autograder.doctor.finding import Finding

STYLES = {"ok": "green", "warning": "yellow", "problem": "bold red"}


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = add_command(
        commands,
        "doctor",
        run,
        help="say what is wrong with this machine or course, and what to do",
        description="Looks at this machine and this course, and says what to do about each problem. "
        "The exit status is 1 where there is a problem; warnings may be meant so.",
        example="autograder doctor",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace, console: Console) -> int:
    """Examines; gives 1 where there is a problem."""
    from autograder.doctor.checks import examine
    from autograder.doctor.finding import State

    with Console(stderr=True).status("Looking at this machine and this course"):
        findings = list(examine(options.course_dir))
    if options.json:
        console.out(json.dumps([asdict(finding) for finding in findings], indent=2), highlight=False)
    else:
        show(findings, console)
    return int(any(finding.state is State.PROBLEM for finding in findings))


def show(findings: "list[Finding]", console: Console) -> None:
    """Prints a table, and below it what to do."""
    table = Table("check", "found", "state")
    for finding in findings:
        table.add_row(Text(finding.name), Text(finding.found), Text(finding.state, STYLES[finding.state]))
    console.print(table)
    for finding in findings:
        if finding.advice:
            line = f"{finding.name}: {finding.advice}"
            console.print(line, style=STYLES[finding.state], highlight=False, markup=False, soft_wrap=True)
