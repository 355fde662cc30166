"""The Ray engine, on a cluster whose nodes are simulated on this machine."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from nb_course import cell, solved, submit, write_course
from nbformat.v4 import new_notebook

from autograder.course import Course
from autograder.errors import SetupError
from autograder.gradebook import Recorder, scores
from autograder.results import SubmissionResult
from autograder.session import Options, Session

cluster_utils = pytest.importorskip("ray.cluster_utils", reason="Ray is not installed (pip install '.[cluster]')")

SLOW = "import time\ntime.sleep(1.5)\ndef f(): return 1"
REACH = """
import os, socket
def f(): return [name for name in ("/tmp/ray", "/dev/shm") if os.path.isdir(name) and os.listdir(name)]
def connects(address):
    try:
        return bool(socket.create_connection(address, 2))
    except OSError:
        return False
found = connects({address!r}), "RAY" in str(dict(os.environ)), f()
print("reached:", found)
f = lambda: 1
"""


def started(start: Callable[[], Any]) -> Any:
    """A node, or a cluster. Ray gives a node up that is not ready in 15 s, which a busy machine may need."""
    for _ in range(3):
        try:
            return start()
        except Exception as error:  # what Ray raises then is no more than an Exception
            why = error
    pytest.skip(f"Ray does not start on this machine: {why}")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    made = started(lambda: cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 0}))
    yield made
    made.shutdown()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Six students; ada tries to reach Ray, bob's process dies."""
    solution = "### BEGIN SOLUTION\ndef f():\n    return 1\n### END SOLUTION"
    cells = [
        cell("code", solution, "f", solution=True),
        cell("code", "assert f() == 1", "test_f", 2, grade=True, locked=True),
    ]
    made = write_course(tmp_path, new_notebook(cells=cells))
    for student in ("cleo", "dan", "eve", "fay"):
        submit(made, student, solved(made, {"f": SLOW}))
    submit(made, "bob", solved(made, {"f": "import os\nos._exit(3)"}))
    return made


def graded(course: Course, address: str, **options: Any) -> Iterator[SubmissionResult]:
    run = Options(engine="ray", address=address, device="cpu", **options)
    with Session(course, run) as session, Recorder(course) as recorder:
        for result in session.grade(course.assignment("a1"), course.submissions("a1")):
            recorder.record(result)
            yield result


def test_a_class_is_graded_once_though_a_node_dies_midway_and_another_takes_over(cluster: Any, course: Course) -> None:
    host, port = cluster.address.split(":")
    socket.create_connection((host, int(port)), 2).close()  # from here it can be reached
    submit(course, "ada", solved(course, {"f": REACH.format(address=(host, int(port)))}))
    first = started(lambda: cluster.add_node(num_cpus=2))
    seen: Counter[str] = Counter()
    results = {}
    for result in graded(course, cluster.address):
        seen[result.student] += 1
        results[result.student] = result
        if sum(seen.values()) == 2:
            cluster.remove_node(first, allow_graceful=False)
            started(lambda: cluster.add_node(num_cpus=2))
    assert seen == Counter(["ada", "bob", "cleo", "dan", "eve", "fay"])
    assert all(result.error is None for result in results.values())
    keys = {name: result.notebooks[0].key for name, result in results.items()}
    assert keys["cleo"] == keys["dan"]  # the same code
    assert len({keys["ada"], keys["bob"], keys["cleo"]}) == 3  # each its own: not that of the first to arrive
    points = {score.student: score.score for score in scores(course, "a1")}
    assert points == {"ada": 2, "bob": 0, "cleo": 2, "dan": 2, "eve": 2, "fay": 2}
    assert "reached: (False, False, [])" in str(results["ada"].notebooks[0].executed)
    assert all(result.kept for result in graded(course, cluster.address))


def test_a_cluster_that_does_not_answer_is_said(course: Course) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with pytest.raises(SetupError, match=r"No Ray cluster answers at 127\.0\.0\.1"):
        list(graded(course, f"127.0.0.1:{port}"))


def test_a_node_has_its_next_submission_in_time_but_none_of_the_last_that_another_could_grade() -> None:
    from autograder.engines.ray import Crew, Node

    def place(left: int, given: tuple[int, int], ready: str | None = None) -> str | None:
        nodes = {"one": Node("", 2, ready), "two": Node("", 2, None)}
        running = {(name, number): (name, None) for name, n in zip(nodes, given, strict=True) for number in range(n)}
        return Crew("", "cpu", 1, 0, 1, iter(()), left, nodes, running=running).place()

    assert place(9, (2, 2)) == "one"
    assert place(9, (3, 2)) == "two"
    assert place(9, (3, 3)) is None
    assert place(4, (2, 2)) is None
    assert place(4, (2, 1)) == "two"
    assert place(0, (0, 0)) is None
    assert place(9, (0, 1), ready="not yet") == "two"
