"""What this machine can do: Python, PyTorch, GPUs, and every layer of a sandbox."""

import contextlib
import platform
import re
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.doctor.asking import Failed, ask
from autograder.doctor.finding import Finding, Place, Skipped, State
from autograder.errors import SetupError

OLDEST_PYTHON = (3, 11)
LITTLE_DISK = 1 << 30  # bytes

NOT_LINUX = "Sandboxes are made of parts of Linux: grade on a Linux machine, or in a virtual machine that runs it."
OLD_PYTHON = "Install Python 3.11 or newer, remove .venv, and run: make setup PYTHON=python3.11"
NO_TORCH = "Run `make setup`, and this command as .venv/bin/autograder."
TORCH_MISMATCH = (
    "PyTorch does not work in this environment. Most often torch and torchvision are not made for each other: one for "
    "CUDA and one for the CPU only, or of versions that do not go together. Uninstall both, then install both with one "
    "command, from one place; `make setup` in a fresh .venv does."
)
GPU_UNUSED = (
    "This machine has a GPU, but PyTorch cannot use it: install a PyTorch that is built for CUDA, or mend the driver "
    "(nvidia-smi must show the GPU). Until then the class is graded on the CPU."
)
NOT_ISOLATED = (
    "Students' code runs as you, with your files. Remove c.Autograder.isolation from course_config.py before you grade "
    "what others wrote."
)
NO_SECCOMP = "Install libseccomp (Debian, Ubuntu: apt-get install libseccomp2) and pyseccomp (make setup)."
IN_SANDBOX = (
    "In a sandbox, reading MNIST with torchvision raises {error}. A sandbox sees the interpreter's own folders and "
    "site-packages only, and is not you: see that the packages, and the folder of AUTOGRADER_CACHE, are open to all."
)
FULL_DISK = "Make room, or set TMPDIR to a folder on another disk that everyone may enter."
BAD_CACHE = "Remove {folder}: the next command unpacks it again."


def operating_system(_: Place) -> Finding:
    """Sandboxes need Linux."""
    found = f"{platform.system()} {platform.release()} ({platform.machine()})"
    return Finding(found) if sys.platform == "linux" else Finding(found, State.PROBLEM, NOT_LINUX)


def python(_: Place) -> Finding:
    """The interpreter."""
    found = f"{platform.python_version()} in {sys.prefix}"
    return Finding(found) if sys.version_info[:2] >= OLDEST_PYTHON else Finding(found, State.PROBLEM, OLD_PYTHON)


def pytorch(_: Place) -> Finding:
    """Whether torch and torchvision work, and with each other."""
    try:
        return Finding(ask(import_torch))
    except Failed as error:
        advice = NO_TORCH if "No module named 'torch" in str(error) else TORCH_MISMATCH
        return Finding(f"{versions('torch', 'torchvision')}: {error}", State.PROBLEM, advice)


def import_torch() -> str:
    """Asked in another process: which versions work, and what for."""
    import torch
    import torchvision

    torchvision.ops.nms(torch.tensor([[0.0, 0.0, 1.0, 1.0]]), torch.tensor([1.0]), 0.5)  # compiled for one torch only
    built = f"CUDA {torch.version.cuda}" if torch.version.cuda else "the CPU only"
    return f"torch {torch.__version__}, torchvision {torchvision.__version__}, built for {built}"


def versions(*names: str) -> str:
    """What is installed of some packages."""
    found = []
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return ", ".join(found) or "not installed"


def gpu(place: Place) -> Finding:
    """Where students' code runs.

    Raises:
        SetupError: the course asks for a GPU, and there is none.
    """
    from autograder.devices import find_devices, gpu_numbers

    wanted = place.setting("device", otherwise="auto")
    devices = find_devices(wanted)
    if devices != ("cpu",):
        return Finding(f"{', '.join(devices)}; driver {driver()}")
    if gpu_numbers() and wanted == "auto":
        return Finding(f"one that PyTorch cannot use; driver {driver()}", State.WARNING, GPU_UNUSED)
    return Finding("none used: students' code runs on the CPU")


def driver(file: Path = Path("/proc/driver/nvidia/version")) -> str:
    """The version of NVIDIA's driver."""
    with contextlib.suppress(OSError):
        if found := re.search(r"\d+(\.\d+)+", file.read_text()):
            return found[0]
    return "not loaded"


def mnist(_: Place) -> Finding:
    """The package's files and the unpacked ones, by their checksums.

    Raises:
        SetupError: the package's own are damaged, or cannot be unpacked.
    """
    from autograder import data

    root = data.mnist_root()
    if damaged := data.damaged_files(root):
        return Finding(f"damaged: {', '.join(damaged)}", State.PROBLEM, BAD_CACHE.format(folder=root))
    return Finding(f"all checksums are right, in {root}")


def seccomp(place: Place) -> Finding:
    """Whether a filter of system calls can be loaded."""
    place.demand("operating system")
    try:
        return Finding(ask(load_filter))
    except Failed as error:
        return Finding(str(error), State.PROBLEM, NO_SECCOMP)


def load_filter() -> str:
    """Asked in another process: loads the filter of a sandbox.

    Raises:
        IsolationError: the kernel refuses.
    """
    from autograder.sandbox import isolation

    isolation.filter_calls("cpu")
    return f"{versions('pyseccomp')}: the filter loads"


def user_namespaces(place: Place) -> Finding:
    """Whether this kernel lets everyone make the namespaces of a sandbox."""
    if place.setting("isolation", otherwise="") == "none":
        return Finding("not used: c.Autograder.isolation is 'none'", State.WARNING, NOT_ISOLATED)
    place.demand("operating system", "seccomp")
    try:
        return Finding(ask(enter_namespaces))
    except SetupError as error:
        return Finding("refused", State.PROBLEM, str(error))


def enter_namespaces() -> str:
    """Asked in another process: enters them as a sandbox does.

    Raises:
        IsolationError: the kernel refuses; names the setting.
    """
    from autograder.sandbox import isolation

    isolation.leave_root()
    isolation.enter_namespaces()
    return "allowed"


def sandbox(place: Place) -> Finding:
    """Starts one, with every layer, and looks whether what students need is in it."""
    place.demand("PyTorch", "MNIST", "seccomp", "user namespaces")
    if place.setting("isolation", otherwise="") == "none":
        raise Skipped("user namespaces")
    try:
        return Finding(ask(start_sandbox))
    except SetupError as error:
        return Finding("does not start", State.PROBLEM, str(error))


def start_sandbox() -> str:
    """Asked in another process: a whole sandbox.

    Raises:
        SetupError: it does not start, or what students need is not in it.
    """
    from autograder.data import mnist_root
    from autograder.sandbox.client import Sandbox
    from autograder.sandbox.requests import RunCell
    from autograder.sandbox.spec import SandboxSpec
    from autograder.sandbox.warm import Warm

    cell = "import os, torchvision\nlen(torchvision.datasets.MNIST(os.environ['MNIST_ROOT']))"
    with Warm(mnist_root()) as warm, Sandbox(warm, SandboxSpec(figures=False)) as started:
        _, payload, _ = started.ask(RunCell(cell, "doctor"), 60)
    if payload[0] is not None:
        raise SetupError(IN_SANDBOX.format(error=payload[0]))
    return "starts with every layer; PyTorch and MNIST are in it"


def disk(place: Place) -> Finding:
    """Room for temporary files, and for what is graded.

    Raises:
        SetupError: sandboxes cannot enter the folder for temporary files.
    """
    from autograder.sandbox.warm import demand_reachable

    temporary = Path(tempfile.gettempdir())
    demand_reachable(temporary)
    folders = [folder for folder in (temporary, place.folder.resolve()) if folder.is_dir()]
    free = {folder: shutil.disk_usage(folder).free for folder in folders}
    found = ", ".join(f"{size / 2**30:.1f} GiB free in {folder}" for folder, size in free.items())
    return Finding(found) if min(free.values()) > LITTLE_DISK else Finding(found, State.WARNING, FULL_DISK)
