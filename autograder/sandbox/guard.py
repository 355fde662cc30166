"""The process beside each sandbox that sees it whole: it watches memory, interrupts, kills, and says how it ended.

It runs no student code. Killing the first process of the sandbox's PID namespace ends everything in it.
"""

import contextlib
import json
import os
import select
import signal
import socket
from itertools import chain
from pathlib import Path
from typing import Any

from autograder.course import Limits

POLL_SECONDS = 0.1
# Of /proc/PID/status and smaps_rollup: a process's own memory, what it shares without a file on disk (files of tmpfs
# are memory), and the tables of its pages.
COUNTED = ("RssAnon:", "RssShmem:", "VmPTE:")
SHARES = ("Pss_Anon:", "Pss_Shmem:")

INTERRUPT, KILL, PEAK = b"I", b"K", b"P"


def descendants(pid: int) -> list[int]:
    """All processes below `pid`, and itself. Orphans stay below the namespace's first process."""
    found, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        found.append(current)
        try:
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:  # it ended while we looked
            continue
    return found


def resident_bytes(pids: list[int]) -> int:
    """Memory of the processes without what belongs to files on disk; what they share counts for each of them."""
    return sum(_counted(Path(f"/proc/{pid}"), "status", COUNTED) for pid in pids)


def proportional_bytes(pids: list[int]) -> int:
    """The same, but what they share counts once. Slower; a process that hides it counts in full."""
    total = 0
    for pid in pids:
        shares = _counted(Path(f"/proc/{pid}"), "smaps_rollup", SHARES)
        total += shares or resident_bytes([pid])
    return total


def _counted(process: Path, file: str, lines: tuple[str, ...]) -> int:
    """The sum, in bytes, of some lines of a file in /proc/PID; 0 of a process that has ended.

    A process whose main thread has ended says nothing there, but its other threads still have its memory.
    """
    with contextlib.suppress(OSError):  # it ended while we looked
        for place in chain((process,), process.glob("task/*")):  # threads are looked for only where they must be
            with contextlib.suppress(OSError):
                found = [line.split()[1] for line in (place / file).read_text().splitlines() if line.startswith(lines)]
                if found:
                    return sum(int(kilobytes) << 10 for kilobytes in found)
    return 0


def watch(pid: int, control: socket.socket, limits: Limits) -> None:
    """Watches until the sandbox ends, then reports ``{"reason": …, "status": …, "peak": …}`` on `control` and returns.

    Args:
        pid: the first process of the sandbox.
        control: the grader's side sends INTERRUPT, KILL or PEAK; when it hangs up, the sandbox is killed.
    """
    reason, peak, end = "", 0, os.pidfd_open(pid)
    watched: list[Any] = [control, end]
    while True:
        readable, _, _ = select.select(watched, [], [], POLL_SECONDS)
        if end in readable:
            _, status = os.waitpid(pid, 0)
            break
        if readable:
            try:
                command = control.recv(1)
            except ConnectionError:
                command = b""
            if command == INTERRUPT:
                os.kill(pid, signal.SIGINT)
                with contextlib.suppress(OSError):
                    control.sendall(INTERRUPT)  # from now on, no interrupt is on its way
            elif command == PEAK:
                peak = max(peak, resident_bytes(descendants(pid)))
                with contextlib.suppress(OSError):
                    control.sendall(PEAK + peak.to_bytes(8, "little"))
            else:
                reason = reason or ("killed" if command == KILL else "abandoned")
                os.kill(pid, signal.SIGKILL)
                _, status = os.waitpid(pid, 0)  # its own, where it had ended before
                break
        family = descendants(pid)
        allowed, resident = limits.memory_mb << 20, resident_bytes(family)
        peak = max(peak, resident)
        if resident > allowed and proportional_bytes(family) > allowed:
            reason = "memory"
        elif len(family) > limits.processes:
            reason = "processes"
        if reason:
            os.kill(pid, signal.SIGKILL)
    report = {"reason": reason or "ended", "status": os.waitstatus_to_exitcode(status), "peak": peak}
    with contextlib.suppress(OSError):  # the grader is gone: nobody wants to know
        control.sendall(json.dumps(report).encode())
