"""The warm process: forks in milliseconds, starts no thread, never touches CUDA, and knows nothing secret."""

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Student, children
from small_course import LIGHT, add_light_class

from autograder.course import load_course
from autograder.errors import SetupError
from autograder.jobs import Job
from autograder.sandbox import huge_pages
from autograder.sandbox.client import Sandbox
from autograder.sandbox.spec import SLOW_IMPORTS, SandboxSpec, sandbox_spec
from autograder.sandbox.warm import Warm

PROJECT = Path(__file__).resolve().parents[1]
Start = Callable[..., Any]

IMPORT_OF_TORCH = 2.4  # seconds; what each sandbox would cost without the warm process


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def test_a_sandbox_is_ready_many_times_faster_than_an_import_of_torch(warm: Warm) -> None:
    times = []
    for _ in range(7):
        started = time.monotonic()
        with Sandbox(warm, SandboxSpec()):
            times.append(time.monotonic() - started)
    assert median(times[1:]) < IMPORT_OF_TORCH / 5


def test_the_warm_process_has_one_thread_also_after_sandboxes_have_trained(warm: Warm, student: Start) -> None:
    student(TRAIN, threads=2)
    assert len(os.listdir(f"/proc/{warm.process.pid}/task")) == 1


def test_the_warm_process_has_never_touched_cuda(warm: Warm, student: Start) -> None:
    """It would hold a context or at least the driver's library; a child that inherits one cannot use a GPU."""
    mapped = Path(f"/proc/{warm.process.pid}/maps").read_text()
    assert "libtorch" in mapped
    assert "libcuda.so" not in mapped
    assert "nvidia" not in str([f.readlink() for f in Path(f"/proc/{warm.process.pid}/fd").iterdir()])
    assert student().value("import torch; (torch.cuda.is_initialized(), torch.cuda._is_in_bad_fork())") == (
        False,
        False,
    )


TRAIN = """
import torch
net = torch.nn.Sequential(torch.nn.Linear(64, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
opt = torch.optim.Adam(net.parameters())
for _ in range(5):
    opt.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(torch.rand(512, 64)), torch.randint(10, (512,)))
    loss.backward()
    opt.step()
"""


@pytest.mark.parametrize("threads", [1, 2])
def test_children_side_by_side_train_and_do_not_hang(student: Start, threads: int) -> None:
    both = [student(threads=threads), student(threads=threads)]
    for one in [*both, *both]:
        one.run(TRAIN, seconds=30)
        assert one.value("(torch.get_num_threads(), bool(loss.isfinite()))", seconds=30) == (threads, True)


def test_a_child_inherits_the_imports_and_no_state_of_another(student: Start) -> None:
    first = student("import torch, sys\ntorch.mark = 1\nmine = 2\nsys.mark = 3")
    assert first.value("'torchvision' in sys.modules and 'torch._dynamo' in sys.modules")
    second = student("import torch, sys")
    assert second.value("(hasattr(torch, 'mark'), 'mine' in globals(), hasattr(sys, 'mark'))") == (False,) * 3


@pytest.mark.parametrize(("wanted", "there"), [((), []), (("torch._dynamo",), ["torch._dynamo"])])
def test_what_is_slow_to_import_is_there_from_the_first_sandbox_on_that_asks(
    tmp_path: Path, wanted: tuple[str, ...], there: list[str]
) -> None:
    held = f"import sys\n[name for name in {tuple(SLOW_IMPORTS)} if name in sys.modules]"
    with Warm(tmp_path) as own:
        for imports in (wanted, ()):
            with Sandbox(own, SandboxSpec(imports=imports)) as sandbox:
                assert Student(sandbox).value(held) == there


def test_an_assignment_asks_for_what_its_code_needs(tmp_path: Path) -> None:
    for course, name, needed in (
        (add_light_class(tmp_path, LIGHT, 0), LIGHT, ()),
        (load_course(PROJECT), "03-training", tuple(SLOW_IMPORTS)),
    ):
        job = Job(course.assignment(name), "ada", tmp_path, {}, b"")
        assert sandbox_spec(job).imports == needed


def test_random_generators_start_from_the_seed_of_the_sandbox(student: Start) -> None:
    draw = "import random, numpy as np, torch\n(random.random(), float(np.random.rand()), torch.rand(2).tolist())"
    first, again, other = (student(seed=seed).value(draw) for seed in (1, 1, 2))
    assert first == again
    assert all(a != b for a, b in zip(first, other, strict=True))


def test_nothing_of_the_grader_is_loaded_in_a_child(student: Start) -> None:
    """Children inherit the warm process's memory: it holds the package's code, and no notebook or secret."""
    held = """
import gc, sys
held = [type(o).__name__ for o in gc.get_objects()]
names = {"SourceNotebook", "Course", "Job", "Gradebook"} & set(held)
sorted(names), "autograder.gradebook" in sys.modules
"""
    assert student().value(held) == ([], False)


KERNEL = tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])


@pytest.mark.skipif(KERNEL < (6, 1) or not huge_pages.SIZE.exists(), reason="this kernel cannot move memory there")
def test_most_memory_of_the_warm_process_moves_to_huge_pages_while_nobody_waits(warm: Warm) -> None:
    """Otherwise forks take three times as long."""

    def mebibytes(kind: str) -> int:
        lines = Path(f"/proc/{warm.process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(kind)) >> 10

    deadline = time.monotonic() + 20
    while mebibytes("AnonHugePages:") < mebibytes("Anonymous:") / 2:
        assert time.monotonic() < deadline, mebibytes("AnonHugePages:")
        time.sleep(0.1)


def test_the_warm_process_ends_when_it_is_closed_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with Warm(tmp_path) as own:
        sandbox = Sandbox(own, SandboxSpec())
        stage, pid = own.stage, own.process.pid
        guards = children(pid)
        assert guards
    assert own.process.poll() is not None
    assert not stage.exists()
    deadline = time.monotonic() + 5
    sandbox.close()
    while any(Path(f"/proc/{guard}").exists() for guard in guards) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{guard}").exists() for guard in guards)
    with pytest.raises(SetupError, match="warm process"):
        Sandbox(own, SandboxSpec())


@pytest.mark.skipif(os.geteuid() != 0, reason="a user's sandboxes run as that user")
def test_a_folder_for_temporary_files_that_is_roots_alone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    (closed / "tmp").mkdir(parents=True)
    closed.chmod(0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(closed / "tmp"))
    with pytest.raises(SetupError, match=rf"only root may enter {closed}; .*Set TMPDIR"):
        Warm(tmp_path)
    assert not list((closed / "tmp").iterdir())


def test_a_warm_process_that_dies_while_starting_is_reported(tmp_path: Path) -> None:
    own = Warm(tmp_path)
    own.process.kill()
    own.process.wait()
    with pytest.raises(SetupError):
        Sandbox(own, SandboxSpec())
    own.close()
