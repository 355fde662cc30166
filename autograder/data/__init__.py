"""The real MNIST, vendored, and the held-out digits that accuracy is judged on.

`mnist_root` is what students' notebooks read through ``torchvision.datasets.MNIST``; `held_out_digits`
is made in the grader only. See ``mnist/README.md`` for source and license.
"""

from __future__ import annotations

import gzip
import hashlib
import math
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import platformdirs

from autograder.errors import SetupError

if TYPE_CHECKING:  # importing torch takes seconds; whoever only wants the folder should not pay for it
    import torch

_PACKED = Path(__file__).with_name("mnist")
_IDX_IMAGE_HEADER = 16  # bytes: magic number, count, rows, columns
_IDX_LABEL_HEADER = 8  # bytes: magic number, count

# How far a held-out digit may be from the test image it was made from. A perceptron that is right on
# 97.5 % of the plain test set is right on about 96.5 % of these (tests/test_data.py measures it).
_MAX_ROTATION = 6.0  # degrees
_MAX_SHIFT = 0.6  # pixels, in each direction
_NOISE = 0.05  # standard deviation; pixels are in [0, 1]


class _Unpacked(NamedTuple):
    """What one file must be once unpacked; also listed in ``mnist/README.md``."""

    size: int
    sha256: str


_FILES = {
    "train-images-idx3-ubyte": _Unpacked(
        47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
    ),
    "train-labels-idx1-ubyte": _Unpacked(60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    "t10k-images-idx3-ubyte": _Unpacked(7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    "t10k-labels-idx1-ubyte": _Unpacked(10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}


def mnist_root() -> Path:
    """The ``root`` to give to ``torchvision.datasets.MNIST(root, download=True)``: nothing is downloaded.

    Unpacks the vendored files on first use into the user's cache folder (the environment variable
    ``AUTOGRADER_CACHE`` names another) and repairs files of a wrong size. Every file is checked, then
    moved into place in one step, so any number of processes may call this at once.

    Returns:
        A folder whose ``MNIST/raw/`` holds the four unpacked files, readable for everyone.

    Raises:
        SetupError: the cache cannot be written, or the package's own files are damaged.
    """
    cache = _cache_folder()
    raw = cache / "mnist" / "MNIST" / "raw"
    try:
        damaged = [name for name in _FILES if not _looks_right(raw / name)]
        if damaged:
            _unpack_into(raw, damaged, cache)
    except OSError as error:
        raise SetupError(
            f"MNIST cannot be unpacked into {cache} ({error}). Make room there, or set the environment"
            " variable AUTOGRADER_CACHE to a folder that you can write to (it needs 60 MB)."
        ) from error
    return cache / "mnist"


def damaged_files(root: Path) -> list[str]:
    """Names of the unpacked files below `mnist_root` that are not what they were.

    Raises:
        SetupError: one of the package's own is damaged.
    """
    for name in _FILES:
        _unpack(name)
    raw = root / "MNIST" / "raw"
    return [n for n, file in _FILES.items() if hashlib.sha256((raw / n).read_bytes()).hexdigest() != file.sha256]


def held_out_digits(n: int, *, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Digits nobody has seen: test images chosen, turned, shifted and made noisy by `seed`.

    They come from the package's own copy, not from the cache folder, so what else happens on the machine
    cannot change them. For the grader only: the sandbox must not see labels with their images.

    Args:
        n: how many, 1 to 10,000; no test image is used twice.
        seed: any integer; the same seed gives the same digits.

    Returns:
        images, float32 (n, 1, 28, 28) in [0, 1], and labels, int64 (n,), both on the CPU.

    Raises:
        ValueError: `n` is out of range.
        SetupError: the package's own files are damaged.
    """
    import torch

    images, labels = _test_set()
    if not 1 <= n <= len(labels):
        raise ValueError(f"n must be 1 to {len(labels)}, not {n}")
    generator = torch.Generator().manual_seed(seed % 2**63)
    chosen = torch.randperm(len(labels), generator=generator)[:n]
    with torch.no_grad():
        moved = _moved(images[chosen], generator)
        noise = torch.randn(moved.shape, generator=generator) * _NOISE
        return (moved + noise).clamp_(0, 1), labels[chosen]


def _moved(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Each image (n, 1, 28, 28) turned and shifted by its own random amount, bilinear, zeros around."""
    import torch
    from torch.nn import functional as F

    n, size = len(images), images.shape[-1]
    angle, right, down = torch.rand(3, n, generator=generator) * 2 - 1
    angle = angle * math.radians(_MAX_ROTATION)
    step = _MAX_SHIFT * 2 / size  # affine_grid counts an image's width as 2
    rows = [angle.cos(), -angle.sin(), right * step, angle.sin(), angle.cos(), down * step]
    grid = F.affine_grid(torch.stack(rows, dim=1).view(n, 2, 3), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=False)


@lru_cache(maxsize=1)
def _test_set() -> tuple[torch.Tensor, torch.Tensor]:
    """MNIST's test set: float32 (10000, 1, 28, 28) in [0, 1] and int64 (10000,). Do not change in place."""
    import torch

    pixels = bytearray(_unpack("t10k-images-idx3-ubyte"))
    digits = bytearray(_unpack("t10k-labels-idx1-ubyte"))
    images = torch.frombuffer(pixels, dtype=torch.uint8, offset=_IDX_IMAGE_HEADER)
    labels = torch.frombuffer(digits, dtype=torch.uint8, offset=_IDX_LABEL_HEADER)
    return images.view(-1, 1, 28, 28).float() / 255, labels.long()


def _cache_folder() -> Path:
    chosen = os.environ.get("AUTOGRADER_CACHE")
    return Path(chosen).absolute() if chosen else platformdirs.user_cache_path("autograder")


def _looks_right(file: Path) -> bool:
    """The cheap check, made on every call; content is checked when a file is unpacked."""
    return file.is_file() and file.stat().st_size == _FILES[file.name].size


def _unpack_into(raw: Path, names: list[str], cache: Path) -> None:
    """Puts the checked files `names` into `raw`, each in one step, beside whoever does the same."""
    raw.mkdir(parents=True, exist_ok=True)
    for folder in (raw, raw.parent, raw.parent.parent, cache):
        _open_to_all(folder)
    with tempfile.TemporaryDirectory(dir=cache, prefix=".unpacking-") as scratch:
        for name in names:
            fresh = Path(scratch, name)
            fresh.write_bytes(_unpack(name))
            fresh.chmod(0o644)
            fresh.replace(raw / name)


def _open_to_all(folder: Path) -> None:
    """Lets other users (the sandbox is one) pass through `folder`, where it is ours to change."""
    mode = folder.stat().st_mode
    if mode & 0o055 != 0o055 and folder.stat().st_uid == os.geteuid():
        folder.chmod(mode | 0o055)


def _unpack(name: str) -> bytes:
    """The content of one vendored file.

    Raises:
        SetupError: it is not there or not what it should be.
    """
    packed = _PACKED / f"{name}.gz"
    try:
        content = gzip.decompress(packed.read_bytes())
    except (OSError, EOFError) as error:
        raise SetupError(f"{packed} cannot be read ({error}): install autograder again.") from error
    if hashlib.sha256(content).hexdigest() != _FILES[name].sha256:
        raise SetupError(f"{packed} is not the MNIST file it should be: install autograder again.")
    return content
