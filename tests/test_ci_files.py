"""The files that those who fork the course get for their checks: what they run exists, and it stops what it must."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from autograder.cli import parser

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKFLOW = PROJECT / ".github" / "workflows" / "ci.yml"
HOOKS = PROJECT / ".pre-commit-config.yaml"
OF_THE_RUNNER = ("sudo sysctl -w kernel.", "command -v chromium ||")  # not of this project


def jobs() -> list[dict[str, Any]]:
    """The jobs of the workflow."""
    return list(yaml.safe_load(WORKFLOW.read_text())["jobs"].values())


def commands() -> Iterator[str]:
    """Every command of the workflow, for each entry of a job's matrix."""
    for job in jobs():
        script = "\n".join(step["run"] for step in job["steps"] if "run" in step)
        for entry in job["strategy"]["matrix"]["include"]:
            yield from Template(script.replace("${{ matrix.", "${").replace(" }}", "}")).substitute(entry).splitlines()


def hooks() -> dict[str, dict[str, Any]]:
    """The hooks of pre-commit by id."""
    [repository] = yaml.safe_load(HOOKS.read_text())["repos"]
    assert repository["repo"] == "local", "nothing is fetched"
    return {hook["id"]: hook for hook in repository["hooks"]}


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_every_command_of_the_workflow_exists(command: str) -> None:
    program, *arguments = shlex.split(command)
    if program == "make":
        done = subprocess.run(
            ["make", "--dry-run", *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    elif program == ".venv/bin/autograder":
        assert parser().parse_args(arguments).command
    elif program == ".venv/bin/pre-commit":
        assert arguments[-1] in hooks()
    else:
        assert command.startswith(OF_THE_RUNNER)


def test_the_workflow_runs_all_of_make_test_with_every_python_and_few_rights() -> None:
    [job] = jobs()
    matrix = job["strategy"]["matrix"]["include"]
    made = {target for entry in matrix for target in entry["make"].split()}
    prerequisites = re.search(r"^test: (.+)$", (PROJECT / "Makefile").read_text(), re.M)
    assert prerequisites
    assert made == {"check", "demo", *prerequisites[1].split()}
    assert {entry["python"] for entry in matrix} == {"3.11", "3.12", "3.13"}
    assert yaml.safe_load(WORKFLOW.read_text())["permissions"] == {"contents": "read"}
    assert "secrets." not in WORKFLOW.read_text()
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)


def test_pre_commit_takes_the_configuration_and_has_every_program_of_it() -> None:
    subprocess.run([BIN / "pre-commit", "validate-config", HOOKS], check=True)
    for hook in hooks().values():
        assert hook["language"] == "system"
        for program in re.findall(r"\.venv/bin/(\S+)", hook["entry"]):
            assert (BIN / program).exists()


def test_a_commit_with_outputs_or_an_outdated_release_is_stopped(tmp_path: Path) -> None:
    for name in (".gitignore", HOOKS.name, "pyproject.toml", "course_config.py", "nbgrader_config.py"):
        shutil.copy(PROJECT / name, tmp_path)
    for folder in ("source/01-tensors", "release/01-tensors"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    (tmp_path / ".venv").symlink_to(BIN.parent)
    notebook = tmp_path / "source" / "01-tensors" / "01-tensors.ipynb"
    nb = json.loads(notebook.read_text())
    code = next(cell for cell in nb["cells"] if cell["cell_type"] == "code")
    code |= {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["left behind\n"]}]}
    nb["cells"][0]["source"].append("\nA sentence that release/ does not have.")
    notebook.write_text(json.dumps(nb, indent=1, ensure_ascii=False) + "\n")

    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    subprocess.run(["git", "add", "--all"], cwd=tmp_path, check=True)
    environment = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    command = [BIN / "pre-commit", "run", "--color=never"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    states = dict(re.findall(r"^(\w.*?)\.{3,}.*?(Passed|Failed|Skipped)$", output, re.M))
    assert states == {
        "lint": "Passed",
        "format": "Passed",
        "notebooks without outputs and execution counts": "Failed",
        "release/ is what source/ gives": "Failed",
    }, output
    assert "Run: autograder release 01-tensors" in output
    assert "left behind" not in notebook.read_text()
