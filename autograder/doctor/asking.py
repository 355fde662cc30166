"""Asks in a process of its own what may crash there, never end, or change the process for good."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.errors import SetupError

SECONDS = 180


class Failed(Exception):
    """What was asked raised an error, crashed, or did not end."""


def ask(question: Callable[[], str]) -> str:
    """What a function of a module says in another process.

    Raises:
        SetupError: it raised one.
        Failed: it raised something else, crashed, or did not end.
    """
    code = f"from {__name__} import answer\nfrom {question.__module__} import {question.__name__} as q\nanswer(q)"
    # As the warm process is started: what only the user's own PYTHONPATH has is not there when students' code runs.
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", code],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer in {SECONDS} s") from None
    if done.returncode < 0:
        raise Failed(f"ended by {signal.Signals(-done.returncode).name}")
    if done.returncode > 0:
        raise Failed((done.stderr.splitlines() or [f"exit status {done.returncode}"])[-1])
    kind, text = json.loads(done.stdout.splitlines()[-1])
    if kind == "said":
        return str(text)
    raise SetupError(text) if kind == "setup" else Failed(text)


def answer(question: Callable[[], str]) -> None:
    """In the other process: prints what a function says."""
    try:
        said = ("said", question())
    except SetupError as error:
        said = ("setup", str(error))
    except Exception as error:
        said = ("failed", f"{type(error).__name__}: {error}")
    print(json.dumps(said))
