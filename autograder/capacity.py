"""What of this machine's memory and cores is ours: containers and control groups may leave less than there is."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

PROCESS, GROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")


def memory_bytes(process: Path = PROCESS, groups: Path = GROUPS) -> int:
    """Memory that this process may use: the machine's, or what a control group of it leaves."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [total]
    for folder in control_groups("memory", process, groups):
        words = _words(folder / "memory.max") + _words(folder / "memory.limit_in_bytes")
        limits += [int(word) for word in words if word.isdecimal()]  # otherwise "max": no limit
    return min(limits)


def core_count(process: Path = PROCESS, groups: Path = GROUPS) -> float:
    """Cores that this process may use: the machine's, or what an affinity or a control group of it leaves."""
    allowed = [float(len(os.sched_getaffinity(0)))]
    for folder in control_groups("cpu", process, groups):
        older = _words(folder / "cpu.cfs_quota_us") + _words(folder / "cpu.cfs_period_us")
        for words in (_words(folder / "cpu.max"), older):
            if len(words) == 2 and words[0].isdecimal():  # otherwise "max" or -1: no limit
                allowed.append(int(words[0]) / int(words[1]))
    return min(allowed)


def control_groups(controller: str, process: Path, groups: Path) -> Iterator[Path]:
    """The folders of a process's control groups, of both versions, up to the root.

    Args:
        controller: memory or cpu.
        process: the process's list of them.
        groups: where they are mounted.
    """
    lines = process.read_text().splitlines() if process.exists() else []
    for controllers, path in (line.split(":", 2)[1:] for line in lines):
        if controllers and controller not in controllers.split(","):
            continue
        root = groups / controller if controllers else groups  # version 1, version 2
        folder = root / path.lstrip("/")
        yield from (each for each in (folder, *folder.parents) if each.is_relative_to(root))


def _words(file: Path) -> list[str]:
    """The words of a file; none where there is no such file."""
    with contextlib.suppress(OSError):
        return file.read_text().split()
    return []
