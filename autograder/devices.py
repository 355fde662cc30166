"""Where students' code runs: the CPU, or this machine's GPUs, one of them for each sandbox."""

import os
import subprocess
import sys
from pathlib import Path

from autograder.errors import SetupError

SHARED_NODES = ("nvidiactl", "nvidia-uvm")  # which CUDA opens beside the GPU's own
# Asked in a process of its own: this one, or one forked from it, must not touch CUDA by looking. Without torch, which
# takes seconds to import: only which CUDA it was built for is read from it.
PROBE = """
import ctypes, importlib.util, pathlib, runpy
version = pathlib.Path(importlib.util.find_spec("torch").origin).with_name("version.py")
assert runpy.run_path(str(version))["cuda"], "torch was built without CUDA"
driver, count = ctypes.CDLL("libcuda.so.1"), ctypes.c_int()
assert driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
assert count.value, "the driver shows no GPU"
"""


def find_devices(wanted: str) -> tuple[str, ...]:
    """``cpu`` alone, or ``cuda:N`` for each GPU where GPUs are wanted and there; N as in ``/dev/nvidiaN``.

    Raises:
        SetupError: cuda is asked for and there is no GPU that PyTorch can use.
    """
    found = gpu_numbers()
    if wanted == "cpu" or (wanted == "auto" and not found):
        return ("cpu",)
    if found and subprocess.run([sys.executable, "-c", PROBE], check=False, capture_output=True).returncode == 0:
        return tuple(f"cuda:{number}" for number in found)
    if wanted == "cuda":
        raise SetupError("PyTorch sees no CUDA GPU here: use --device cpu, or mend the driver (nvidia-smi).")
    return ("cpu",)


def gpu_numbers(dev: Path = Path("/dev")) -> list[int]:
    """The numbers of this machine's NVIDIA GPUs, of those that ``CUDA_VISIBLE_DEVICES`` leaves us."""
    found = {int(number) for path in dev.glob("nvidia[0-9]*") if (number := path.name[6:]).isdigit()}
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is not None and all(part.strip().isdigit() for part in visible.split(",") if part):
        found &= {int(part) for part in visible.split(",") if part}
    return sorted(found)


def gpu_nodes(device: str, dev: Path = Path("/dev")) -> list[Path]:
    """The device files by which CUDA reaches one GPU, and no other.

    Args:
        device: ``cpu``, which has none, or ``cuda:N``.
        dev: the machine's.
    """
    names = (*SHARED_NODES, f"nvidia{device.removeprefix('cuda:')}") if device != "cpu" else ()
    return [dev / name for name in names if (dev / name).exists()]


def driver_folders() -> list[str]:
    """Folders that hold the CUDA driver's library where it is not among the system's, from ``LD_LIBRARY_PATH``."""
    folders = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    return [folder for folder in folders if Path(folder).is_absolute() and Path(folder, "libcuda.so.1").exists()]
