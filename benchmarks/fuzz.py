"""Looks for inputs that the grader does not take as it should: from a sandbox, and from submitted files.

    python benchmarks/fuzz.py --minutes 40

The targets are those of ``tests/fuzz_targets.py``, one after the other; each group has an equal share of the time.
Where atheris is installed (``pip install -e '.[fuzz]'``), coverage of the grader's code guides it; elsewhere Hypothesis
makes inputs up from ``--seed``. Prints a table, writes ``benchmarks/out/fuzz.json``, and keeps each input that broke a
property as ``benchmarks/out/fuzz-*``; ``--again FILE`` runs one that atheris found once more.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve()
OUT = HERE.parent / "out"
INSTRUMENTED = ("autograder", "nbformat")
ENGINE = "atheris" if importlib.util.find_spec("atheris") else "hypothesis"
FUZZER_SAYS = re.compile(r"#\d+\s.*cov: (\d+).* corp: (\d+)/")


@dataclass
class Tally:
    """What came of one target.

    Attributes:
        executions: inputs tried.
        seconds: wall time they took.
        coverage: branches of the grader's code that were seen; None without atheris.
        corpus: inputs that each saw something new; None without atheris.
        findings: what went wrong → the first input that did so, as a file of ``benchmarks/out``.
    """

    target: str
    group: str
    executions: int = 0
    seconds: float = 0.0
    coverage: int | None = None
    corpus: int | None = None
    findings: dict[str, str] = field(default_factory=dict)


def targets() -> dict[str, Any]:
    """The targets by name; loading them takes seconds."""
    sys.path.insert(0, str(HERE.parents[1] / "tests"))
    import fuzz_targets

    return {target.name: target for target in fuzz_targets.TARGETS}


def as_bytes(target: Any) -> Callable[[bytes], object]:
    """A target as a function of bytes, whatever its inputs are: Hypothesis makes those of bytes, too."""
    from hypothesis import given

    if target.seeds:
        return target.check  # type: ignore[no-any-return]
    run: Callable[[bytes], object] = given(target.inputs)(target.check).hypothesis.fuzz_one_input
    return run


def cause(error: BaseException) -> str:
    """What two inputs that break the same property in the same place have in common."""
    while error.__cause__ is not None and type(error).__name__ != "AssertionError":
        error = error.__cause__
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/autograder/" in frame.filename or frame.filename.endswith("fuzz_targets.py")]
    where = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
    return f"{type(error).__name__} at {where}: {re.sub('[0-9][0-9,]+', 'N', str(error))[:80]}"


class Watched:
    """A target that counts what it is given and keeps what broke it, so that the search goes on."""

    def __init__(self, target: Any, tally: Tally, keep: Path) -> None:
        self.run, self.tally, self.keep = as_bytes(target), tally, keep
        self.started = time.monotonic()

    def __call__(self, data: Any) -> None:
        self.tally.executions += 1
        try:
            self.run(data)
        except Exception as error:
            name = cause(error)
            if name not in self.tally.findings:
                kept = data if isinstance(data, bytes) else repr(data).encode()
                path = OUT / f"fuzz-{self.tally.target.replace(' ', '-')}-{hashlib.sha256(kept).hexdigest()[:8]}"
                path.write_bytes(kept)
                path.with_name(path.name + ".txt").write_text(traceback.format_exc())
                self.tally.findings[name] = path.name
        if self.tally.executions % 100 == 0:
            self.save()

    def save(self) -> None:
        """Notes how far it came; the fuzzer ends the process without a word."""
        self.tally.seconds = time.monotonic() - self.started
        self.keep.write_text(json.dumps(asdict(self.tally)))


def search(name: str, seconds: float, seed: int, keep: Path) -> None:
    """Fuzzes one target in this process for some time, and notes what came of it in `keep`.

    Args:
        name: of the target.
        seconds: wall time.
        seed: of the choices.
        keep: a file.
    """
    if ENGINE == "hypothesis":
        make_up(targets()[name], seconds, seed, keep)
        return
    import atheris

    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        target = targets()[name]
    watched = Watched(target, Tally(name, target.group), keep)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(target.seeds):
            Path(corpus, str(number)).write_bytes(data)
        options = [f"-max_total_time={int(seconds)}", f"-seed={seed}", "-max_len=20000", "-timeout=60"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={OUT}/fuzz-died-", corpus], watched)
        atheris.Fuzz()


def make_up(target: Any, seconds: float, seed: int, keep: Path) -> None:
    """The same without atheris: Hypothesis, with one seed after the other."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    watched = Watched(target, Tally(target.name, target.group), keep)
    watched.run = target.check
    quietly = settings(
        max_examples=200, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    while time.monotonic() < watched.started + seconds:
        seeded(seed)(quietly(given(target.inputs)(watched.__call__)))()
        seed += 1
    watched.save()


def searched(name: str, seconds: float, seed: int) -> Tally:
    """The same in a process of its own, which may die of what it finds."""
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(folder) / "tally.json"
        command = [sys.executable, str(HERE), "--target", name, "--seconds", str(seconds), "--seed", str(seed)]
        environment = os.environ | {"TMPDIR": folder}  # what it leaves behind goes with it
        done = subprocess.run(
            [*command, "--keep", str(keep)], stderr=subprocess.PIPE, text=True, env=environment, check=False
        )
        if not keep.exists():
            sys.exit(done.stderr)
        tally = Tally(**json.loads(keep.read_text()))
    if said := FUZZER_SAYS.findall(done.stderr):
        tally.coverage, tally.corpus = map(int, said[-1])
    if done.returncode:
        tally.findings[f"the process ended with status {done.returncode}"] = done.stderr[-2000:]
    return tally


def main() -> None:
    """Fuzzes all targets and shows what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="for all targets together")
    parser.add_argument("--group", help="only the targets of this group: wire, channel, outputs or reader")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=Path, metavar="FILE", help="run one kept input once more")
    for inner in ("--target", "--seconds", "--keep"):  # of the processes this one starts
        parser.add_argument(inner, help=argparse.SUPPRESS)
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    if options.target:
        return search(options.target, float(options.seconds), options.seed, Path(options.keep))
    found = {name: target for name, target in targets().items() if options.group in (None, target.group)}
    if options.again:
        name = next(name for name in found if options.again.name.startswith(f"fuzz-{name.replace(' ', '-')}-"))
        as_bytes(found[name])(options.again.read_bytes())
        return None
    groups = Counter(target.group for target in found.values())
    tallies = []
    for name, target in found.items():
        seconds = options.minutes * 60 / len(groups) / groups[target.group]
        tallies.append(searched(name, seconds, options.seed))
        report(tallies, options.seed)
    return None


def report(tallies: list[Tally], seed: int) -> None:
    """Prints the last table of all so far and writes them down."""
    table = Table("target", "executions", "each second", "branches", "corpus", "findings", title=f"Fuzzing, {ENGINE}")
    for tally in tallies:
        speed = tally.executions / max(tally.seconds, 1e-9)
        numbers = (f"{tally.executions:,}", f"{speed:,.0f}", tally.coverage or "–", tally.corpus or "–")
        table.add_row(tally.target, *map(str, numbers), "\n".join(tally.findings) or "none")
    Console().print(table)
    written = {"engine": ENGINE, "seed": seed, "targets": [asdict(tally) for tally in tallies]}
    (OUT / "fuzz.json").write_text(json.dumps(written, indent=1) + "\n")


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
