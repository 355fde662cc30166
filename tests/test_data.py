"""The vendored MNIST on disk, and the held-out digits made of it."""

import hashlib
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

from autograder import data
from autograder.errors import SetupError

CARD = Path(data.__file__).with_name("mnist") / "README.md"


@pytest.fixture
def empty_cache(tmp_path, monkeypatch):
    cache = tmp_path / "deep" / "cache"
    monkeypatch.setenv("AUTOGRADER_CACHE", str(cache))
    return cache


def listed_sums():
    return dict(re.findall(r"`([\w-]+ubyte)` \| [\d,]+ \| `([0-9a-f]{64})`", CARD.read_text()))


def sums_of(root):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (root / "MNIST" / "raw").iterdir()}


def test_torchvision_reads_the_unpacked_files_without_downloading(empty_cache, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("torchvision tried to download")

    monkeypatch.setattr("torchvision.datasets.mnist.download_and_extract_archive", refuse)
    root = data.mnist_root()
    train = torchvision.datasets.MNIST(root, train=True, download=True)
    test = torchvision.datasets.MNIST(root, train=False, download=True)
    assert (len(train), len(test)) == (60_000, 10_000)
    assert train.targets[:5].tolist() == [5, 0, 4, 1, 9]


def test_the_data_card_lists_the_sum_of_every_unpacked_file(empty_cache):
    assert len(listed_sums()) == 4
    assert sums_of(data.mnist_root()) == listed_sums()


def test_another_user_can_read_the_files(empty_cache):
    raw = data.mnist_root() / "MNIST" / "raw"
    assert {stat.S_IMODE(f.stat().st_mode) for f in raw.iterdir()} == {0o644}
    for folder in (raw, raw.parent, raw.parent.parent, empty_cache):
        assert stat.S_IMODE(folder.stat().st_mode) & 0o055 == 0o055, folder


def test_a_damaged_cache_is_repaired_and_an_intact_one_is_left_alone(empty_cache):
    raw = data.mnist_root() / "MNIST" / "raw"
    untouched = (raw / "train-images-idx3-ubyte").stat().st_ino
    (raw / "t10k-labels-idx1-ubyte").write_bytes(b"cut short")
    (raw / "t10k-images-idx3-ubyte").unlink()
    assert sums_of(data.mnist_root()) == listed_sums()
    assert (raw / "train-images-idx3-ubyte").stat().st_ino == untouched
    assert [f.name for f in empty_cache.iterdir()] == ["mnist"], "the scratch folder stayed behind"


def test_processes_that_unpack_at_once_all_get_whole_files(empty_cache):
    code = "from autograder.data import mnist_root; print('ready', flush=True); input(); print(mnist_root())"
    command = [sys.executable, "-c", code]
    home = Path(data.__file__).parents[2]
    processes = [
        subprocess.Popen(command, cwd=home, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(3)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    roots = {process.communicate(timeout=120)[0].strip() for process in processes}
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert roots == {str(empty_cache / "mnist")}
    assert sums_of(empty_cache / "mnist") == listed_sums()
    assert [f.name for f in empty_cache.iterdir()] == ["mnist"]


def test_a_cache_that_cannot_be_written_says_which_setting_to_change(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("AUTOGRADER_CACHE", str(tmp_path / "file"))
    with pytest.raises(SetupError, match="AUTOGRADER_CACHE"):
        data.mnist_root()


def test_a_damaged_package_is_reported_and_nothing_of_it_is_unpacked(empty_cache, tmp_path, monkeypatch):
    packed = tmp_path / "mnist"
    packed.mkdir()
    original = Path(data.__file__).with_name("mnist")
    for file in original.glob("*.gz"):
        (packed / file.name).write_bytes(file.read_bytes())
    (packed / "t10k-labels-idx1-ubyte.gz").write_bytes((original / "train-labels-idx1-ubyte.gz").read_bytes())
    monkeypatch.setattr(data, "_PACKED", packed)
    with pytest.raises(SetupError, match="install autograder again"):
        data.mnist_root()
    assert not list(empty_cache.rglob("t10k-labels-idx1-ubyte"))


def test_importing_the_module_does_not_import_torch():
    code = "import sys, autograder.data; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(data.__file__).parents[2])


def test_held_out_digits_depend_on_their_seed_alone():
    images, labels = data.held_out_digits(300, seed=7)
    torch.manual_seed(123)
    again = data.held_out_digits(300, seed=7)
    other, _ = data.held_out_digits(300, seed=8)
    assert torch.equal(images, again[0])
    assert torch.equal(labels, again[1])
    assert not torch.equal(images, other)
    assert (images.shape, images.dtype) == ((300, 1, 28, 28), torch.float32)
    assert (labels.shape, labels.dtype) == ((300,), torch.int64)
    assert images.min() >= 0
    assert images.max() <= 1


def test_a_table_of_the_public_test_images_knows_no_held_out_digit():
    images, _ = data.held_out_digits(10_000, seed=3)
    public, _ = data._test_set()
    known = {image.numpy().tobytes() for image in public}
    known |= {image.numpy().tobytes() for image in (public * 255).to(torch.uint8)}
    assert not any(image.numpy().tobytes() in known for image in images)
    assert not any(image.numpy().tobytes() in known for image in (images * 255).to(torch.uint8))


@pytest.mark.parametrize("n", [0, -1, 10_001])
def test_no_more_digits_than_there_are_test_images(n):
    with pytest.raises(ValueError, match="1 to 10000"):
        data.held_out_digits(n, seed=0)


@pytest.fixture
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # two on a busy machine take many times as long
    yield
    torch.set_num_threads(threads)


def test_held_out_digits_cost_a_normally_trained_network_about_one_percentage_point(one_thread):
    train = torchvision.datasets.MNIST(data.mnist_root(), train=True, download=True)
    inputs, targets = train.data[:, None].float() / 255, train.targets
    torch.manual_seed(0)
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    for _ in range(3):
        for batch in torch.randperm(len(inputs)).split(128):
            optimizer.zero_grad()
            F.cross_entropy(net(inputs[batch]), targets[batch]).backward()
            optimizer.step()

    def accuracy(images, labels):
        with torch.no_grad():
            return (net(images).argmax(1) == labels).double().mean().item()

    plain = accuracy(*data._test_set())
    held_out = sum(accuracy(*data.held_out_digits(10_000, seed=seed)) for seed in range(3)) / 3
    assert plain > 0.97
    assert 0.003 < plain - held_out < 0.015
