"""The Ray engine: the machines of a cluster grade side by side, one long-lived actor on each.

An actor holds a warm process, as the local engine does, and grades as many submissions at a time as its node has cores
(or GPU slots). What it needs travels through Ray's object store: the assignment once, the files of a submission
once for each content. Results come back to this process, the one writer of the gradebook.
"""

import itertools
import math
import os
import queue
import re
import socket
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ray as untyped_ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from autograder.data import mnist_root
from autograder.devices import find_devices
from autograder.engines.local import failed, receive, start
from autograder.errors import AutograderError, IsolationError, SetupError
from autograder.jobs import Job
from autograder.preflight import check_imports
from autograder.results import NotebookResult, SubmissionResult
from autograder.sandbox.warm import Warm

ray: Any = untyped_ray  # it ships py.typed, but few of its functions say their types

MAX_CONTENTS = 1000  # submissions' files held in the object store for others with the same
TRIES = 3  # of a submission whose node is lost; a student's crash costs no node
PATIENCE_SECONDS = 60.0  # where no node is left: one may be on its way
ANSWER_SECONDS = 10.0
LOOK_SECONDS = 1.0  # between looks at who has joined the cluster
UNREACHABLE = "No Ray cluster answers at {address}: {error}. Start one with `ray start --head`, or leave out --address."
NO_NODE = (
    "No node of the cluster is left that can grade{why}; what was graded is recorded. Start nodes, and run it again."
)
LOST = "Each of the {tries} nodes that graded it was lost before it was done (out of memory?)."


@dataclass(frozen=True)
class Parcel:
    """What of a `Job` differs from submission to submission, but for its folder."""

    student: str
    key: str
    files: str
    keys: Mapping[str, str]
    known: Mapping[str, NotebookResult]
    cells: frozenset[str] | None


class NodeGrader:
    """Grades on one node; a Ray actor.

    Args:
        template: a job of the run; parcels say what differs.
        slots: submissions at a time.
        device: cpu or cuda.
    """

    def __init__(self, template: Job, slots: int, device: str) -> None:
        devices = find_devices(device)
        self.template = replace(template, device=devices[0], gpu_share=1 / math.ceil(slots / len(devices)))
        self.warm = Warm(mnist_root())
        self.devices: queue.SimpleQueue[str] = queue.SimpleQueue()
        for number in range(slots):
            self.devices.put(devices[number % len(devices)])

    def check(self) -> AutograderError | None:
        """What is wrong with this node; None if it can grade."""
        try:
            check_imports(self.template, self.warm)
        except AutograderError as error:
            return error
        return None

    def grade(self, parcel: Parcel, content: dict[str, bytes]) -> SubmissionResult | IsolationError:
        """Grades one submission."""
        device = self.devices.get()
        try:
            with tempfile.TemporaryDirectory(prefix="submission-", dir=self.warm.stage) as folder:
                unpack(content, Path(folder))
                job = replace(self.template, folder=Path(folder), device=device, **vars(parcel))
                with start(job, self.warm) as sock:
                    return receive(sock, job)
        finally:
            self.devices.put(device)


def pack(folder: Path) -> dict[str, bytes]:
    """The regular files below a folder. Links and devices, which nobody grades, stay where they are."""
    paths = [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]
    files = [path for path in paths if path.is_file() and not path.is_symlink()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def unpack(content: dict[str, bytes], folder: Path) -> None:
    """Writes packed files."""
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@dataclass
class Node:
    """A node of the cluster, as this process sees it.

    Attributes:
        actor: handle of its NodeGrader.
        slots: submissions at a time.
        ready: ObjectRef of what `NodeGrader.check` says; None once it has said that all is well.
    """

    actor: Any
    slots: int
    ready: Any


@dataclass
class Crew:
    """The nodes that grade, and the submissions that they have.

    Args:
        template: ObjectRef of a job of the run.
        device: cpu or cuda: then only nodes with a GPU take part.
        threads: of a sandbox.
        slots: submissions at a time on a node; 0 for as many as its cores, or `gpu_slots` for each GPU.
        gpu_slots: sandboxes that share a GPU.
        waiting: the jobs, taken one by one.
        left: how many of them no node has.
    """

    template: Any
    device: str
    threads: int
    slots: int
    gpu_slots: int
    waiting: Iterator[Job]
    left: int
    nodes: dict[str, Node] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    running: dict[Any, tuple[str, Job]] = field(default_factory=dict)  # ObjectRef of its result → node and job
    again: deque[Job] = field(default_factory=deque)  # whose node was lost
    tries: Counter[str] = field(default_factory=Counter)
    contents: dict[str, Any] = field(default_factory=dict)  # hash of files → their ObjectRef
    last_words: str = ""  # of the last node that was lost

    def look(self) -> None:
        """Takes in nodes that have joined, and lets go of those that have left."""
        alive = {node["NodeID"]: node["Resources"] for node in ray.nodes() if node["Alive"]}
        for name in self.nodes.keys() - alive.keys():
            self.lose(name)
        for name in alive.keys() - self.nodes.keys() - self.lost:
            cores, gpus = int(alive[name].get("CPU", 0)), int(alive[name].get("GPU", 0))
            own = gpus * self.gpu_slots if self.device == "cuda" else cores // self.threads
            slots = self.slots or own
            if own:
                self.nodes[name] = self._join(name, slots, cores, gpus if self.device == "cuda" else 0)

    def _join(self, name: str, slots: int, cores: int, gpus: int) -> Node:
        actor_of = ray.remote(NodeGrader).options(
            num_cpus=cores,  # all of them: its graders are no processes that Ray knows of
            num_gpus=gpus,
            max_concurrency=slots + 2,
            scheduling_strategy=NodeAffinitySchedulingStrategy(name, soft=False),
        )
        actor = actor_of.remote(self.template, slots, self.device)
        return Node(actor, slots, actor.check.remote())

    def lose(self, name: str) -> None:
        """Gives a node up, for good."""
        self.lost.add(name)
        if node := self.nodes.pop(name, None):
            ray.kill(node.actor)

    def hand_out(self) -> None:
        """Gives the nodes what they have room for."""
        while name := self.place():
            job = self.again.popleft() if self.again else next(self.waiting)
            self.left -= 1
            self.running[self._send(job, self.nodes[name].actor)] = name, job

    def place(self) -> str | None:
        """The node with the most room; None where there is none, or nothing is left.

        Each gets one submission more than it can grade, so that it need not wait for the next one; but none of the
        last ones, which might wait there while another node has nothing to do.
        """
        ahead = self.left > sum(node.slots for node in self.nodes.values())
        given = Counter(name for name, _ in self.running.values())
        room = {name: node.slots + ahead - given[name] for name, node in self.nodes.items() if node.ready is None}
        able = [name for name in room if self.left and room[name] > 0]
        return max(able, key=room.__getitem__, default=None)

    def _send(self, job: Job, actor: Any) -> Any:
        """Sends a submission to a node; files that are the same are put into the object store once."""
        name = job.files or job.student
        if len(self.contents) == MAX_CONTENTS:  # those in use stay: the calls that were sent hold them
            self.contents.clear()
        if name not in self.contents:
            self.contents[name] = ray.put(pack(job.folder))
        parcel = Parcel(job.student, job.key, job.files, job.keys, job.known, job.cells)
        return actor.grade.remote(parcel, self.contents[name])

    def collect(self) -> list[SubmissionResult]:
        """The results that arrive next, if any does within a second.

        Raises:
            IsolationError, SetupError: a node cannot grade.
        """
        checks = {node.ready: name for name, node in self.nodes.items() if node.ready is not None}
        if not self.running and not checks:
            time.sleep(LOOK_SECONDS)
            return []
        arrived = []
        for reference in ray.wait([*self.running, *checks], timeout=LOOK_SECONDS)[0]:
            name, job = self.running.pop(reference, (checks.get(reference, ""), None))
            try:
                answer = ray.get(reference)
            except ray.exceptions.RayError as error:  # the node, or its actor, is gone
                self.lose(name)
                self.last_words = f" (the last one that was lost: {str(error)[-500:].strip()})"
                if job is not None and (given_up := self._again(job, error)):
                    arrived.append(given_up)
                continue
            if isinstance(answer, AutograderError):
                raise answer
            if job is not None:
                arrived.append(answer)
            elif node := self.nodes.get(name):
                node.ready = None
        return arrived

    def _again(self, job: Job, error: Exception) -> SubmissionResult | None:
        """Has a submission graded again whose node was lost; its result where that was so too often."""
        self.tries[job.student] += 1
        if self.tries[job.student] == TRIES:
            return failed(job, f"{LOST.format(tries=TRIES)}\n{error}")
        self.again.append(job)
        self.left += 1
        return None


def connect(address: str | None) -> None:
    """Connects to a cluster: the one at the address, or the one running here, or a new one of this machine alone.

    Raises:
        SetupError: none answers at the address.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing of a course goes anywhere
    # Where an actor asks for no GPU, CUDA_VISIBLE_DEVICES stays as it is: what is to come in Ray, which warns of it.
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        if address and (found := re.fullmatch(r"(.+):(\d+)", address.removeprefix("ray://"))):
            socket.create_connection((found[1], int(found[2])), ANSWER_SECONDS).close()  # Ray itself tries for minutes
        ray.init(address=address, log_to_driver=False, logging_level="error", ignore_reinit_error=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise SetupError(UNREACHABLE.format(address=address or "this machine", error=error)) from None


def disconnect() -> None:
    """Lets go of the cluster; one that was started for this run ends."""
    ray.shutdown()


def cluster_device(wanted: str) -> str:
    """``cuda`` where a node has a GPU and one is wanted, else ``cpu``.

    Raises:
        SetupError: a GPU is asked for and no node has one.
    """
    gpus = ray.cluster_resources().get("GPU", 0)
    if wanted == "cuda" and not gpus:
        raise SetupError("No node of the Ray cluster has a GPU: use --device cpu, or add one.")
    return "cuda" if gpus and wanted != "cpu" else "cpu"


def grade_all(jobs: Iterable[Job], count: int, device: str, slots: int, gpu_slots: int) -> Iterator[SubmissionResult]:
    """Grades the jobs on all nodes, and gives each result as it arrives, once.

    Args:
        jobs: of one assignment; taken one by one, when a node has room.
        count: of the jobs.
        device: cpu or cuda, of all of them.
        slots: submissions at a time on each node; 0 for as many as it has cores, or room on its GPUs.
        gpu_slots: sandboxes that share a GPU.

    Raises:
        IsolationError, SetupError: a node cannot grade; or none is left.
    """
    waiting = iter(jobs)
    first = next(waiting, None)
    if first is None:
        return
    waiting = itertools.chain([first], waiting)
    crew = Crew(ray.put(first), device, first.threads, slots, gpu_slots, waiting, count)
    try:
        yield from _graded(crew)
    finally:
        for node in crew.nodes.values():
            ray.kill(node.actor)  # its warm process ends with it


def _graded(crew: Crew) -> Iterator[SubmissionResult]:
    """Gives the results of all jobs; see `grade_all`."""
    arrived: list[SubmissionResult] = []
    deserted: float | None = None  # when patience ends, while no node is there
    while True:
        crew.look()
        crew.hand_out()
        yield from arrived  # only now: no node waits until these are recorded
        if not crew.left and not crew.running:
            return
        if crew.nodes:
            deserted = None
        elif time.monotonic() > (deserted := deserted or time.monotonic() + PATIENCE_SECONDS):
            raise SetupError(NO_NODE.format(why=crew.last_words))
        arrived = crew.collect()
