"""The one door: the grader's side of a sandbox. It believes nothing that comes through it."""

import contextlib
import json
import pickle
import select
import signal
import socket
import time
from typing import Any

from autograder.errors import CallTimeout, IsolationError, SandboxDied
from autograder.sandbox.channel import Channel, ChannelClosed, ChannelTimeout, MessageTooLong
from autograder.sandbox.guard import INTERRUPT, KILL, PEAK
from autograder.sandbox.requests import Request
from autograder.sandbox.spec import SandboxSpec
from autograder.sandbox.warm import Warm
from autograder.wall.messages import WireError, unpack

START_SECONDS = 60.0
GRACE_SECONDS = 2.0  # between the interrupt and the kill
HANG_UP_SECONDS = 0.3  # between the end of a channel and the report of its sandbox's end

DEATHS = {
    "memory": "it used more than {memory_mb} MiB of memory",
    "processes": "it started more than {processes} processes",
    "forged": "it wrote into the grader's channel",
    "hung up": "it closed the grader's channel",
    "timeout": "it did not stop after its time was up",
}

SIGNALS = {
    "SIGSEGV": "it touched memory that is not its own",
    "SIGBUS": "it touched memory that is not there",
    "SIGABRT": "a library in it gave up",
    "SIGFPE": "it divided by zero in compiled code",
    "SIGILL": "it ran what is no instruction",
    "SIGXCPU": "it used up its processor time",
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
        self.explained = True  # False when it died because its guard was killed, which no student can do
        self.received = 0  # bytes, of all answers
        self._peak = 0  # bytes of memory, when it died
        ours, channel = socket.socketpair()
        self.control, control = socket.socketpair()
        self.channel = Channel(ours)
        try:
            with channel, control:
                warm.fork("student", spec.to_json(), [channel.fileno(), control.fileno()])
        except BaseException:
            self.close()
            raise
        try:
            kind, payload, _ = self._receive(time.monotonic() + START_SECONDS)
        except ChannelTimeout:
            kind, payload = "late", f"A sandbox was not ready after {START_SECONDS:.0f} s: is this machine overloaded?"
            self.close()
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
        except ChannelClosed:  # it had died before it was asked
            raise self._died() from None

    def notice(self) -> SandboxDied | None:
        """Looks whether it died, or stopped listening, since its last answer; gives its death."""
        if not self.death:
            try:
                self.channel.socket.send(b"")
            except OSError:
                return self._died()
        return self.death

    def forged(self) -> SandboxDied:
        """Ends a sandbox that answered what its shell never answers: something else wrote into the channel."""
        return self._died("forged")

    def peak_bytes(self) -> int:
        """Memory that its processes had at most, as its guard saw it: ten times a second, and now."""
        if not self.death:
            with contextlib.suppress(OSError):  # its guard is gone: the next request says so
                self.control.sendall(PEAK)
                self.control.settimeout(GRACE_SECONDS)
                # What else comes is the report of its death, for whom it may concern.
                if self.control.recv(1, socket.MSG_PEEK) == PEAK:
                    self._peak = int.from_bytes(self.control.recv(9, socket.MSG_WAITALL)[1:], "little")
        return self._peak

    def _receive(self, deadline: float) -> tuple[str, Any, list[Any]]:
        try:
            data = self.channel.receive(deadline, self.spec.limits.answer_bytes)
            self.received += len(data)
            answer = unpack(data)
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
            hung_up = not why and not select.select([self.control], [], [], HANG_UP_SECONDS)[0]
            if why or hung_up:
                self.control.sendall(KILL)
            self.control.settimeout(GRACE_SECONDS)
            report = json.loads(self.control.recv(4096) or b"{}")
            if hung_up and report.get("status") == -signal.SIGKILL:  # otherwise it ended, only later than its channel
                why = "hung up"
        except TimeoutError:
            why = why or "hung up"
        except (OSError, ValueError):  # no report: its guard is gone
            pass
        reason, status = why or str(report.get("reason", "")), int(report.get("status", 0))
        text = DEATHS.get(reason, "").format(**self.spec.limits.to_dict()) or _status(status)
        self.death = SandboxDied(f"the process of your code was ended: {text}")
        self.explained, self._peak = bool(why or report), int(report.get("peak", 0))
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
    if status < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-status).name
            return f"{SIGNALS.get(name, 'it was ended from inside')} ({name})"
        return f"signal {-status}"
    return f"it left Python with exit status {status}"
