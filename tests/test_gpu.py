"""Grading on a real GPU. Skipped where there is none: `benchmarks/RESULTS.md` says when they last ran on one."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import SmallCourse, StudentFactory, Task

from autograder.answers import write_submission
from autograder.course import load_course
from autograder.devices import find_devices
from autograder.session import Options, Session

pytestmark = pytest.mark.skipif(find_devices("auto") == ("cpu",), reason="PyTorch sees no CUDA GPU here")

DEVICE = find_devices("auto")[0]
TOO_MUCH = "kept = [torch.empty(1 << 30, dtype=torch.uint8, device='cuda') for _ in range(10_000)]"
ON_GPU = Task(
    "ones",
    "def ones(n, device):\n    return torch.ones(n, device=device)",
    """
from autograder import checks
for device in checks.devices():
    got = ones(3, device)
    assert got.device.type == device.type, f"on the {got.device.type}; it should be on the {device.type}"
    assert (got + 1).tolist() == [2, 2, 2]
    assert ones(3, device).sum().item() == 3
assert len(checks.devices()) == 2
assert not torch.cuda.is_initialized()  # the grader's own process
""",
)
TRAINED = Task(
    "net",
    """torch.manual_seed(0)
net = torch.nn.Linear(4, 1, device="cuda")
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.eye(4, device="cuda")
for _ in range(200):
    optimizer.zero_grad()
    (net(x) - x.sum(1, keepdim=True)).square().mean().backward()
    optimizer.step()""",
    "assert net.to('cpu')(torch.eye(4)).sub(1).abs().max() < 0.01",
)


@pytest.fixture(scope="module")
def gpu_course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCourse]:
    made = SmallCourse(tmp_path_factory.mktemp("gpu-course"), device="cuda")
    with made.session:
        yield made


def test_a_sandbox_sees_one_gpu_and_all_its_other_walls_stand(student: StudentFactory) -> None:
    inside = student("import os, socket, torch", device=DEVICE)
    assert inside.value("torch.cuda.device_count(), torch.ones(3, device='cuda').sum().item()", 60) == (1, 3)
    nodes = inside.value("sorted(n for n in os.listdir('/dev') if os.access('/dev/' + n, os.R_OK | os.W_OK))")
    assert [n for n in nodes if n.startswith("nvidia")] == sorted(["nvidia-uvm", f"nvidia{DEVICE[5:]}", "nvidiactl"])
    status = inside.value("dict(l.split(':\\t') for l in open('/proc/self/status').read().splitlines() if ':\\t' in l)")
    assert int(status["CapEff"], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    interfaces = inside.value("[l.split(':')[0].strip() for l in open('/proc/net/dev').read().splitlines()[2:]]")
    assert (interfaces, inside.value("os.getpid(), os.access('/root', os.R_OK)")) == (["lo"], (1, False))


def test_a_sandbox_for_the_cpu_has_no_gpu(student: StudentFactory) -> None:
    inside = student("import os, torch")
    assert inside.value("torch.cuda.is_available()") is False
    # Empty files stand where another sandbox's devices are mounted.
    assert (
        inside.value("[n for n in os.listdir('/dev') if n.startswith('nvidia') and os.path.getsize('/dev/' + n)]") == []
    )
    assert not inside.value("any(os.stat('/dev/' + n).st_rdev for n in os.listdir('/dev') if n.startswith('nvidia'))")


def test_what_is_made_on_the_gpu_is_checked_by_a_grader_that_never_touches_it(gpu_course: SmallCourse) -> None:
    assignment = gpu_course.assignment([ON_GPU, TRAINED], setup="import torch")
    assert gpu_course.submit(assignment).scores == {"ones": 2, "net": 2}
    on_cpu = gpu_course.submit(assignment, {"ones": "def ones(n, device):\n    return torch.ones(n)"})
    assert on_cpu.scores == {"ones": 0, "net": 2}
    assert on_cpu.cells["ones"].message == "on the cpu; it should be on the cuda"


def test_too_much_gpu_memory_costs_one_exercise_and_is_said_in_a_sentence(gpu_course: SmallCourse) -> None:
    assignment = gpu_course.assignment([ON_GPU, TRAINED], setup="import torch", limits={"gpu_fraction": 0.1})
    in_cell = gpu_course.submit(assignment, {"ones": TOO_MUCH})
    assert in_cell.scores == {"ones": 0, "net": 2}
    assert "ones: it needs more of the GPU's memory than it may use, and stopped there." in in_cell.incidents
    assert "smaller batches need less" in in_cell.outputs("ones")[-1]["evalue"]
    in_test = gpu_course.submit(assignment, {"ones": f"def ones(n, device):\n    {TOO_MUCH}"})
    assert in_test.scores == {"ones": 0, "net": 2}
    assert "your code may use" in in_test.cells["ones"].message


def test_grades_do_not_depend_on_how_many_share_the_gpu(gpu_course: SmallCourse) -> None:
    assignment = gpu_course.assignment([ON_GPU, TRAINED], setup="import torch")
    for number in range(4):
        gpu_course.submit(
            assignment, {"net": f"{TRAINED.solution}\nnet({number})"} if number % 2 else None, f"s{number}"
        )
    submissions = list(gpu_course.course.submissions(assignment.name))
    runs = []
    for workers in (1, 4):
        with Session(gpu_course.course, Options(workers=workers, device="cuda", force=True)) as session:
            results = sorted(session.grade(assignment, submissions), key=lambda result: result.student)
        cells = [replace(cell, seconds=0) for result in results for n in result.notebooks for cell in n.cells]
        runs.append([(cell.grade_id, cell.outcome, cell.auto_score) for cell in cells])
    assert runs[0] == runs[1]


@pytest.mark.parametrize("name", ["01-tensors", "02-neural-networks", "03-training", "04-cnn"])
def test_the_reference_earns_all_points_of_the_course_on_a_gpu(
    name: str, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> None:
    root = tmp_path_factory.mktemp("course")
    for file in ("course_config.py", "nbgrader_config.py"):
        shutil.copy(pytestconfig.rootpath / file, root)
    shutil.copytree(pytestconfig.rootpath / "source" / name, root / "source" / name)
    course = load_course(root)
    write_submission(course.assignment(name), course.path("submitted", "ada", name), {})
    with Session(course, Options(workers=1, device="cuda")) as session:
        [result] = session.grade(course.assignment(name), course.submissions(name))
    lost = [c for n in result.notebooks for c in n.cells if c.auto_score not in (None, c.max_score)]
    assert not lost
    assert not result.error
