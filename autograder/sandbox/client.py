"""The one door: the grader's side of a sandbox. It believes nothing that comes through it."""

import contextlib
import json
import pickle
import socket
import time
from typing import Any

from autograder.errors import CallTimeout, IsolationError, SandboxDied
from autograder.sandbox.channel import Channel, ChannelClosed, ChannelTimeout, MessageTooLong
from autograder.sandbox.guard import INTERRUPT, KILL
from autograder.sandbox.requests import Request
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
from autograder.wall.messages import WireError, unpack

START_SECONDS = 60.0
GRACE_SECONDS = 2.0  # between the interrupt and the kill
OVERHEAD = 4 << 20  # what a message may hold beside its values

DEATHS = {
    "memory": "it used more than {memory_mb} MiB of memory",
    "processes": "it started more than {processes} processes",
    "forged": "it wrote into the grader's channel",
    "timeout": "it did not stop after its time was up",
}


class Sandbox:
    """One sandbox, running.

    Args:
        warm: where it is forked from.
        spec: what it is made of.

    Raises:
        IsolationError: a wall could not be put up; the message says what to do.
    """

    def __init__(self, warm: Warm, spec: SandboxSpec) -> None:
        self.spec = spec
        self.death: SandboxDied | None = None
        ours, channel = socket.socketpair()
        self.control, control = socket.socketpair()
        self.channel = Channel(ours)
        try:
            with channel, control:
                warm.fork("student", spec.to_json(), [channel.fileno(), control.fileno()])
        except BaseException:
            self.close()
            raise
        kind, payload, _ = self._receive(time.monotonic() + START_SECONDS)
        if kind != "ready":
            self.close()
            raise IsolationError(str(payload))

    def ask(self, request: Request, seconds: float) -> tuple[str, Any, list[Any]]:
        """Sends a request; gives the kind of the answer, its payload and the changed arguments, all still trees.

        Raises:
            CallTimeout: time was up; the sandbox was interrupted and lives.
            SandboxDied: it is gone, by itself or killed; the message says why.
        """
        if self.death:
            raise self.death
        if seconds <= 0:
            raise CallTimeout("the time for this cell is used up")
        deadline = time.monotonic() + seconds
        try:
            # Whole, however little time is left: half a request would never be answered.
            self.channel.send(pickle.dumps(request), time.monotonic() + seconds + GRACE_SECONDS)
            return self._receive(deadline)
        except ChannelTimeout:
            self._interrupt(seconds)
            raise CallTimeout(f"your code was stopped after {seconds:.0f} s: a loop in it may never end") from None

    def forged(self) -> SandboxDied:
        """Ends a sandbox that answered what its shell never answers: something else wrote into the channel."""
        return self._died("forged")

    def _receive(self, deadline: float) -> tuple[str, Any, list[Any]]:
        try:
            limit = (self.spec.limits.value_mb << 20) + self.spec.limits.output_bytes * 8 + OVERHEAD
            answer = unpack(self.channel.receive(deadline, limit))
        except ChannelClosed:
            raise self._died() from None
        except (WireError, MessageTooLong):
            raise self._died("forged") from None
        match answer:
            case [str(kind), payload, list(changed)]:
                return kind, payload, changed
        raise self._died("forged")

    def _interrupt(self, seconds: float) -> None:
        """Interrupts what runs; kills the sandbox where that does not help.

        Raises:
            SandboxDied: it had to be killed, or died.
        """
        with contextlib.suppress(OSError):
            self.control.sendall(INTERRUPT)
            self.control.settimeout(GRACE_SECONDS)
            # Only when the signal is sent may the next request follow; what else comes is the report of its death.
            if self.control.recv(1, socket.MSG_PEEK) == INTERRUPT:
                self.control.recv(1)
        try:
            self._receive(time.monotonic() + GRACE_SECONDS)  # the answer of the interrupted request
        except ChannelTimeout:
            raise self._died("timeout") from None

    def _died(self, why: str = "") -> SandboxDied:
        """Makes sure it is dead, and finds out how it ended."""
        report: dict[str, Any] = {}
        try:
            if why:
                self.control.sendall(KILL)
            self.control.settimeout(10)
            report = json.loads(self.control.recv(4096) or b"{}")
        except (OSError, ValueError):
            pass
        reason, status = why or str(report.get("reason", "")), int(report.get("status", 0))
        text = DEATHS.get(reason, "").format(**self.spec.limits.to_dict()) or _status(status)
        self.death = SandboxDied(f"the process of your code was ended: {text}")
        self.close()
        return self.death

    def close(self) -> None:
        """Ends the sandbox and everything in it: the guard kills it when we hang up."""
        self.channel.close()
        self.control.close()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _status(status: int) -> str:
    import signal

    if status < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-status).name}"
        return f"signal {-status}"
    return f"it left Python with exit status {status}"
