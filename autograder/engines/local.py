"""The local engine: one forked grader for each submission, as many at a time as there are workers."""

import itertools
import pickle
import resource
import selectors
import socket
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from autograder.errors import IsolationError
from autograder.jobs import Errors, Job
from autograder.results import SubmissionResult
from autograder.sandbox.channel import Channel, ChannelClosed
from autograder.sandbox.warm import Warm

CRASHED = "The grader itself failed on this submission; nothing was recorded. Report this with the text that follows.\n"


def grade_all(
    jobs: Iterable[Job],
    warm: Warm,
    workers: int,
    devices: Sequence[str] = ("cpu",),
    errors: Errors | None = None,
) -> Iterator[SubmissionResult]:
    """Grades the jobs, `workers` at a time, and gives each result as it arrives.

    Args:
        jobs: taken one by one, when a worker is free.
        warm: where graders are forked from.
        workers: graders alive at a time; 0 grades in this process, so that a debugger can stop in a test.
        devices: where students' code runs; the workers are spread over them.
        errors: with 0 workers, filled with the exceptions that ended tests.

    Raises:
        IsolationError: sandboxes cannot be isolated on this machine.
        SetupError: the warm process is gone.
    """
    if workers == 0:
        for job in jobs:
            yield grade_safely(replace(job, device=devices[0]), warm, errors)
        return
    waiting = iter(jobs)
    free = [device for device, _ in zip(itertools.cycle(devices), range(workers), strict=False)]
    with selectors.DefaultSelector() as selector:
        arrived: list[SubmissionResult] = []
        while True:
            for job in itertools.islice(waiting, len(free)):
                placed = replace(job, device=free.pop(0))
                selector.register(start(placed, warm), selectors.EVENT_READ, placed)
            yield from arrived  # only now: no worker waits until these are recorded
            if not selector.get_map():
                return
            arrived = _collect(selector, free)


def start(job: Job, warm: Warm) -> socket.socket:
    """Forks a grader and hands it the job; gives where its answer comes from."""
    ours, theirs = socket.socketpair()
    with theirs:
        warm.fork("grader", "", [theirs.fileno(), warm.requests.fileno()])
    Channel(ours).send(pickle.dumps(job))
    return ours


def receive(sock: socket.socket, job: Job) -> SubmissionResult | IsolationError:
    """The answer of a grader; one that dies has failed on its job."""
    try:
        # The grader is ours and trusted; what it says was decoded from the sandbox's plain data.
        answer: SubmissionResult | IsolationError = pickle.loads(Channel(sock).receive())
    except ChannelClosed:
        answer = failed(job, "Its process ended without a word (out of memory?).")
    return answer


def _collect(selector: selectors.BaseSelector, free: list[str]) -> list[SubmissionResult]:
    """The results of the graders that are ready, at least one; their devices are free again."""
    arrived = []
    for key, _ in selector.select():
        job: Job = key.data
        sock = key.fileobj
        assert isinstance(sock, socket.socket)
        selector.unregister(sock)
        free.append(job.device)
        with sock:
            answer = receive(sock, job)
        if isinstance(answer, IsolationError):
            raise answer
        arrived.append(answer)
    return arrived


def serve_grader(sock: socket.socket, warm: Warm) -> None:
    """A grader's life: one job in, one result out."""
    channel = Channel(sock)
    job: Job = pickle.loads(channel.receive())
    # A test that makes too much of what a student returned must fail here, before the machine has no memory left.
    memory = 2 * job.assignment.limits.memory_mb << 20
    resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    try:
        answer: SubmissionResult | IsolationError = grade_safely(job, warm)
    except IsolationError as error:
        answer = error
    channel.send(pickle.dumps(answer))


def grade_safely(job: Job, warm: Warm, errors: Errors | None = None) -> SubmissionResult:
    """Grades a job; an error of the grader itself costs this submission only, and is reported as such.

    Raises:
        IsolationError: it concerns every submission.
    """
    from autograder.grading import grade_submission  # torch (3 s), which a run's own process never needs

    try:
        return grade_submission(job, warm, errors)
    except IsolationError:
        raise
    except Exception:
        return failed(job, traceback.format_exc())


def failed(job: Job, why: str) -> SubmissionResult:
    """The result of a submission that the grader could not grade."""
    return SubmissionResult(job.student, job.assignment.name, key=job.key, error=CRASHED + why)
