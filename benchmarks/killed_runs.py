"""How many killed runs of ``autograder grade`` the next run completes as if nothing had happened.

    python benchmarks/killed_runs.py [--kills 50] [--seed 0] [--points]

Kills real runs at moments drawn by chance: half of them at any time, a quarter after the first result, a quarter while
a result is recorded; in half of the runs the command itself, in the others its process group, its warm process, a
grader or a guard. With ``--points``, also ends runs before each single change of a file or of the gradebook. Prints a
table, writes ``benchmarks/out/killed_runs.json``, and fails where a run did not recover.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.data import mnist_root
from autograder.sandbox.warm import Warm

PROJECT = Path(__file__).resolve().parents[1]
TESTS = PROJECT / "tests"
sys.path.insert(0, str(TESTS))

from killed_runs import Kill, Moment, Outcome, Run, Scene, Target, copied, kill_and_run_again, run_again  # noqa: E402

MOMENTS = (Moment.ANY, Moment.ANY, Moment.GRADING, Moment.RECORDING)
TARGETS = (Target.RUN, Target.RUN, Target.RUN, Target.RUN, Target.GROUP, Target.WARM, Target.GRADER, Target.GUARD)


def undisturbed_seconds(scene: Scene, folder: Path) -> tuple[float, float]:
    """What a run of a scene takes, and what is left of it after the first result."""
    (folder / "tmp").mkdir(parents=True)
    run = Run(copied(scene.before, folder / "course"), folder / "tmp")
    run.wait_for(Moment.GRADING, random.Random(0), 0.0)
    first = run.seconds
    run.ended()
    return run.seconds, run.seconds - first


def kill_one(scene: Scene, kill: Kill, folder: Path, seconds: tuple[float, float]) -> Outcome:
    """Kills a run; one that ended before is tried again, with an earlier moment: the machine is quicker than it was."""
    for number in range(10):
        chance = Kill(kill.moment, kill.target, kill.seed + 1000 * number)
        place = folder / f"{kill.seed}-{number}"
        within = seconds[kill.moment is not Moment.ANY] * 0.7**number
        outcome = kill_and_run_again(scene, chance, place, within, run_again)
        shutil.rmtree(place)
        if outcome.killed:
            return outcome
    raise RuntimeError(f"{kill}: every run was quicker")


def all_points(folders: list[Path]) -> list[dict[str, Any]]:
    """Ends runs before each change, see ``tests/kill_points.py``."""
    command = [sys.executable, str(TESTS / "kill_points.py"), *map(str, folders)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    """Kills, runs again, and tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--points", action="store_true", help="also end runs before each single change (minutes)")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    days = ("first day", "later day")
    table = Table("", "day", "killed", "when", "seconds", "phase", "recorded", "kept", "gone after", "recovered")
    outcomes: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="killed-runs-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Warm(mnist_root()) as warm:
            scenes = [Scene.make(folder / day, warm, day == "later day") for day in days]
        seconds = [undisturbed_seconds(scene, folder / f"{day} timed") for scene, day in zip(scenes, days, strict=True)]
        print("\n".join(f"{day}: a run takes {s[0]:.1f} s" for day, s in zip(days, seconds, strict=True)), flush=True)
        for number in range(options.kills):
            day = number % 2
            kill = Kill(chance.choice(MOMENTS), chance.choice(TARGETS), options.seed * 100_000 + number)
            outcome = kill_one(scenes[day], kill, folder, seconds[day])
            outcomes.append({"day": days[day], **asdict(kill), **asdict(outcome)})
            row = (
                f"{number + 1}", days[day], str(outcome.killed), kill.moment, f"{outcome.seconds:.2f}", outcome.phase,
                f"{outcome.recorded}", f"{outcome.kept}", f"{outcome.gone:.1f} s", "no" if outcome.problems else "yes",
            )  # fmt: skip
            table.add_row(*row)
            print(" | ".join(row), *outcome.problems, sep="\n    ", flush=True)
        if options.points:
            points = all_points([folder / day for day in days])
    Console(width=140).print(table)
    bad = [one for one in [*outcomes, *points] if one["problems"]]
    for what, tried in (("killed", outcomes), ("ended before a change", points)):
        if tried:
            print(f"{sum(not one['problems'] for one in tried)} of {len(tried)} runs recovered that were {what}")
    for one in bad:
        print(json.dumps(one))
    out = PROJECT / "benchmarks" / "out" / "killed_runs.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps({"seed": options.seed, "kills": outcomes, "points": points}, indent=1) + "\n")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
