"""What a test cell sees across the wall, what it never does, and whose fault it is when it ends badly.

Each test runs student's cells in a real sandbox and a test cell here, as grading does.
"""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from autograder.results import Outcome
from autograder.wall.testcell import FAILED_HIDDEN, RAISED_HIDDEN, Verdict
from autograder.wall.wire import ArrivedTensor

Student = Any  # conftest.Student
Start = Callable[..., Student]

NET = """
import torch
class Net(torch.nn.Module):
    size = 3
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(3, 2)
    def forward(self, x):
        return self.fc(x)
net = Net()
"""


def passed(verdict: Verdict) -> bool:
    assert verdict.outcome is Outcome.PASSED, verdict.detail
    return True


def failed(verdict: Verdict) -> str:
    """The student's message of a test that cost all points."""
    assert (verdict.outcome, verdict.score) == (Outcome.FAILED, 0.0), verdict
    return verdict.message


def left_for_a_person(verdict: Verdict) -> str:
    """The instructor's detail of a test that is itself wrong."""
    assert (verdict.outcome, verdict.score) == (Outcome.GRADER_ERROR, None), verdict
    return verdict.detail


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_name_is_the_tests_own_then_the_instructors_import_then_the_students(student: Start) -> None:
    one = student("a, b, c = 'student', 'student', 'student'")
    names = one.names("a", "b", "c", b="import", c="import")
    exec("c = 'test'\nseen = a, b, c", names)
    assert names["seen"] == ("student", "import", "test")


def test_torch_in_a_test_is_the_real_one_though_the_student_patched_it(student: Start) -> None:
    one = student("import torch\ntorch.equal = torch.allclose = lambda *_: True\ndef f(): return torch.zeros(2)")
    assert one.value("torch.equal(1, 2)") is True
    failed(one.test("assert torch.equal(f(), torch.ones(2))", "f"))
    failed(one.test("import torch as t\nassert t.allclose(f(), t.ones(2))", "f", "torch"))


def test_a_builtin_the_student_replaced_is_the_real_one_unless_the_exercise_is_to_write_it(student: Start) -> None:
    one = student("import builtins\nbuiltins.sum = sum = max = lambda *_: 42")
    assert passed(one.test("assert sum([1, 2]) == 3"))
    assert passed(one.test("assert max([1, 2]) == 42", "max"))


def test_what_a_test_cell_defines_stays_for_later_test_cells_only(student: Start) -> None:
    one = student()
    names = one.names("expected")
    exec("expected = 3", names)
    assert names["expected"] == 3
    assert "`expected` is not defined" in failed(one.test("expected", "expected"))
    assert one.value("'expected' in globals()") is False


# --- handles ---------------------------------------------------------------------------------------------------------


def test_calls_attributes_items_length_and_iteration_of_a_students_object_work_as_in_a_plain_kernel(
    student: Start,
) -> None:
    one = student(
        """
class Box:
    color = "red"
    def __init__(self): self.items = {0: "a", 1: "b"}
    def __getitem__(self, k): return self.items[k]
    def __setitem__(self, k, v): self.items[k] = v
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items.values())
    def join(self, sep, *, end=""): return sep.join(self) + end
box = Box()
"""
    )
    test = """
assert box.color == "red"
assert box[0] == "a"
assert len(box) == 2
assert list(box) == ["a", "b"]
assert box.join("-", end=".") == "a-b."
box[2] = "c"
box.color = "blue"
assert (len(box), box.color, dict(enumerate(box))[2]) == (3, "blue", "c")
fresh = Box()
assert len(fresh) == 2 and fresh.join("") == "ab"
"""
    assert passed(one.test(test, "box", "Box"))


def test_a_training_notebooks_assertions_work_unchanged(student: Start) -> None:
    one = student(NET + "opt = torch.optim.SGD(net.parameters(), lr=0.1)\nloss_of = torch.nn.CrossEntropyLoss()")
    test = """
images, labels = torch.rand(8, 3), torch.zeros(8, dtype=torch.long)
acc = (net(images).argmax(1) == labels).float().mean()
assert 0 <= acc <= 1
assert {n: tuple(p.shape) for n, p in net.named_parameters()} == {"fc.weight": (2, 3), "fc.bias": (2,)}
assert sum(p.numel() for p in net.parameters()) == 8
assert net.fc.weight.requires_grad and isinstance(net.fc.weight, torch.nn.Parameter)
loss = loss_of(net(images), labels)
assert loss.ndim == 0 and loss.item() > 0
before = net.fc.weight.clone()
net.train(); net.zero_grad(); assert net.training
net.eval(); assert not net.training
assert opt.param_groups[0]["lr"] == 0.1
for batch in torch.utils.data.DataLoader(torch.rand(6, 3), batch_size=4):
    assert net(batch).shape == (len(batch), 2)
assert torch.equal(net.state_dict()["fc.weight"], before)
"""
    assert passed(one.test(test, "net", "opt", "loss_of"))


def test_isinstance_of_a_trusted_librarys_class_holds_for_a_handle(student: Start) -> None:
    one = student(
        NET
        + """
import torch.utils.data
class Data(torch.utils.data.Dataset):
    def __len__(self): return 3
    def __getitem__(self, i): return i
class Fake: pass
data, opt, fake = Data(), torch.optim.Adam(net.parameters()), Fake()
loader = torch.utils.data.DataLoader(data)
def function(): yield 1
"""
    )
    test = """
import types
assert isinstance(net, torch.nn.Module) and isinstance(net.fc, torch.nn.Linear)
assert isinstance(data, torch.utils.data.Dataset) and isinstance(opt, torch.optim.Optimizer)
assert isinstance(loader, torch.utils.data.DataLoader)
assert isinstance(function, types.FunctionType) and isinstance(function(), types.GeneratorType)
assert callable(net) and callable(function) and not callable(data)
assert not isinstance(fake, torch.nn.Module) and not isinstance(net, torch.utils.data.Dataset)
"""
    assert passed(one.test(test, "net", "data", "opt", "loader", "function", "fake"))


EXPRESSIONS = """
x == 3; 3 == x; x != 3; x < 3; x + 1; 1 * x; x @ x; 3 in x; bool(x); not x; float(x); int(x); abs(x); -x
f'{x:.2f}'; [1, 2][x]; torch.tensor(1.0) == x; torch.tensor(1.0).equal(x); torch.as_tensor(x) == 3
torch.allclose(torch.tensor(3.0), x); np.asarray(x) == 3; np.allclose(x, 3); hash(x) == 3; {3: 1}[x]
str(x) == '3'; repr(x) == '3'; math.isclose(x, 3); sorted([3, x]); x is True; np.array(3.0) == x
"""


@pytest.mark.parametrize("expression", [e.strip() for e in EXPRESSIONS.replace("\n", ";").split(";") if e.strip()])
def test_no_operator_or_comparison_reaches_the_students_object(student: Start, expression: str) -> None:
    """An expected value would travel with it, and a lying answer would earn points."""
    one = student(
        """
import numpy as np
seen = []
def lie(name, answer):
    return lambda self, *a: (seen.append(name), answer)[1]
names = "eq ne lt le gt ge add radd mul rmul matmul contains abs neg".split()
Liar = type("Liar", (), {f"__{n}__": lie(n, True) for n in names} | {
    "__bool__": lie("bool", True), "__float__": lie("float", 3.0), "__int__": lie("int", 3),
    "__index__": lie("index", 0), "__hash__": lie("hash", 3), "__format__": lie("format", "3"),
    "__str__": lie("str", "3"), "__repr__": lie("repr", "3"), "__array__": lie("array", np.array(3)),
    "__array_interface__": property(lambda self: seen.append("interface") or np.array(3.0).__array_interface__),
    "__array_struct__": property(lambda self: seen.append("struct")),
    "__cuda_array_interface__": property(lambda self: seen.append("cuda")),
    "__dlpack__": lie("dlpack", None), "__torch_function__": classmethod(lie("torch_function", True)),
    "__len__": lambda self: 1, "__getitem__": lambda self, i: seen.append("item") or [4.0][i],
})
x = Liar()
"""
    )
    verdict = one.test(f"import math, numpy as np\nassert {expression}", "x")
    assert verdict.outcome is Outcome.FAILED, verdict
    assert set(one.value("seen")) <= {"item"}  # reading an item is a question a test may ask


def test_a_handle_goes_back_into_the_sandbox_as_the_object_it_stands_for(student: Start) -> None:
    one = student(NET + "def same(a, b): return a is b[0]\nlayer = net.fc")
    assert passed(one.test("assert same(net.fc, [layer])", "same", "net", "layer"))
    assert passed(one.test("import copy\ntwin = copy.deepcopy(net)\nassert not same(twin, [net])", "same", "net"))
    twin = """
import copy
twin = copy.deepcopy(net)
twin.fc.weight = torch.nn.Parameter(torch.zeros(2, 3))
assert twin.fc.weight.sum() == 0 and net.fc.weight.sum() != 0
"""
    assert passed(one.test(twin, "net"))


def test_a_function_of_the_test_may_use_the_students_names_inside_the_sandbox(student: Start) -> None:
    one = student("def square(x): return x * x\ndef apply(f, x): return f(x)")
    assert passed(one.test("assert apply(lambda v: square(v) + 1, 3) == 10", "square", "apply"))


def test_handles_that_a_test_lets_go_are_let_go_in_the_sandbox(student: Start) -> None:
    one = student(
        """
import gc, weakref
class Big: pass
alive = weakref.WeakSet()
def make():
    big = Big()
    alive.add(big)
    return big
"""
    )
    assert passed(one.test("for _ in range(50): make()\nassert make() is not None", "make"))
    assert one.value("gc.collect(); len(alive)") <= 2


# --- values in and out -----------------------------------------------------------------------------------------------


def test_lambdas_modules_loaders_and_classes_of_the_test_go_in(student: Start) -> None:
    one = student("def call(f, *a): return f(*a)\ndef total(loader): return sum(float(b.sum()) for b in loader)")
    test = """
class Double(torch.nn.Module):
    def forward(self, x): return 2 * x
assert call(lambda a: a + 1, 2) == 3
assert torch.equal(call(Double(), torch.ones(2)), torch.full((2,), 2.0))
assert total(torch.utils.data.DataLoader(torch.ones(10), batch_size=3)) == 10
assert call(torch.nn.Linear(2, 1), torch.ones(1, 2)).shape == (1, 1)
"""
    assert passed(one.test(test, "call", "total"))


def test_in_place_changes_to_tensors_and_arrays_are_copied_back(student: Start) -> None:
    one = student(
        """
def change(x, *, more):
    x += 1
    more["list"][0][1] = -1.0
    return x
def grow(x): x.resize_(4).fill_(7)
"""
    )
    test = """
import numpy as np
base, array = torch.zeros(3), np.zeros((2, 2))
part = base[:2]
y = change(part, more={"list": (array, torch.ones(1))})
assert torch.equal(part, torch.ones(2)) and torch.equal(base, torch.tensor([1.0, 1, 0]))
assert torch.equal(y, part) and (array == [[0, 0], [-1, -1]]).all()
weights = torch.zeros(3, requires_grad=True)
with torch.no_grad():
    change(weights, more={"list": [np.zeros(2)]})
assert (weights == 1).all() and weights.is_leaf and weights.requires_grad
x = torch.zeros(2)
grow(x)
assert torch.equal(x, torch.full((4,), 7.0))
"""
    assert passed(one.test(test, "change", "grow"))


def test_a_students_named_tuple_counts_as_the_tuple_it_is(student: Start) -> None:
    one = student(
        "import collections, torch\nPair = collections.namedtuple('Pair', 'x y')\ndef f(x): return Pair(x, 2)"
    )
    test = "from autograder import checks\nassert f(1).y == 2\nchecks.against(f, lambda x: (x, 2), [(3,)], what='`f`')"
    assert passed(one.test(test, "f"))


def test_a_network_that_the_students_code_trains_is_trained_in_the_test_as_well(student: Start) -> None:
    one = student("""
import torch
def train(net, x):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    (net(x) ** 3).sum().backward()
    optimizer.step()
def look(net):
    return net[0].weight.sum().item()
""")
    test = """
import copy
from torch import nn
net = nn.Sequential(nn.Linear(3, 2), nn.LazyLinear(4))
nets = {"mine": nn.Sequential(nn.BatchNorm1d(3), nn.Linear(3, 2))}
before = copy.deepcopy(nets["mine"])
x = torch.randn(5, 3)
train(nets["mine"], x)
changed = [not torch.equal(a, b) for a, b in zip(nets["mine"].state_dict().values(), before.state_dict().values())]
assert changed == [True] * len(changed), changed
kept = copy.deepcopy(before)
look(before)
assert all(torch.equal(a, b) for a, b in zip(before.state_dict().values(), kept.state_dict().values()))
assert type(look(net)) is float
"""
    assert passed(one.test(test, "train", "look"))


# What a function does to its arguments → (the function, a test of it that passes in one process).
CHANGES = {
    "steps along gradients": (
        "def step(weights, rate):\n with torch.no_grad():\n  for w in weights: w -= rate * w.grad",
        "free, layer = torch.ones(2, requires_grad=True), nn.Linear(2, 1)\n"
        "(layer(free).sum() * 3).backward()\n"
        "weights = [free, *layer.parameters()]\n"
        "expected = [w.detach() - 0.5 * w.grad for w in weights]\n"
        "step(weights, 0.5)\n"
        "assert all(torch.equal(w, e) for w, e in zip(weights, expected))",
    ),
    "computes gradients": (
        "def backward(net, x): net(x).square().sum().backward()",
        "x, net = torch.ones(1, 2, requires_grad=True), nn.Linear(2, 2, bias=False)\n"
        "backward(net, x)\n"
        "once = 2 * (x @ net.weight.T).T @ x\n"
        "assert torch.allclose(net.weight.grad, once) and x.grad is not None\n"
        "backward(net, x.detach())\n"
        "assert torch.allclose(net.weight.grad, 2 * once), 'gradients add up'\n"
        "assert net.weight.requires_grad and net.weight.is_leaf",
    ),
    "zeroes gradients": (
        "def zero(net): net.zero_grad()",
        "net = nn.Linear(1, 1)\nnet(torch.ones(1)).backward()\nzero(net)\n"
        "assert net.weight.grad is None and net.bias.grad is None",
    ),
    "computes sparse gradients": (
        "def backward(net, x): net(x).sum().backward()",
        "net = nn.Embedding(3, 2, sparse=True)\nbackward(net, torch.tensor([1]))\n"
        "assert net.weight.grad.to_dense().tolist() == [[0, 0], [1, 1], [0, 0]]",
    ),
    "freezes": (
        "def freeze(net): net[0].requires_grad_(False).eval()\ndef thaw(x): x.requires_grad_()",
        "net, x = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1)), torch.ones(2)\n"
        "freeze(net)\nthaw(x)\n"
        "assert [p.requires_grad for p in net.parameters()] == [False, False, True, True] and x.requires_grad\n"
        "assert net.training and net[1].training and not net[0].training",
    ),
    "replaces parameters": (
        "def tie(net): net[1].weight = nn.Parameter(net[0].weight * 2)",
        "net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))\ntie(net)\n"
        "assert torch.equal(net[1].weight, 2 * net[0].weight)",
    ),
    "runs a lazy network": (
        "def run(net, x): return net(x)",
        "net, x = nn.Sequential(nn.LazyLinear(2), nn.ReLU()), torch.randn(5, 3)\n"
        "assert run(net, x).shape == net(x).shape and net[0].in_features == 3",
    ),
    "fills a cache": (
        "def run(net, x): return net(x)",
        "class Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n        self.register_buffer('seen', None)\n"
        "    def forward(self, x):\n        self.seen = x\n        return 2 * x\n"
        "assert run(Net(), torch.ones(1)).item() == 2",
    ),
    "gives back a network with other layers": (
        "def head(net, k):\n net[1] = nn.Sequential(nn.ReLU(), nn.Linear(2, k))\n return net",
        "net = head(nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)), 5)\nassert net(torch.ones(1, 2)).shape == (1, 5)",
    ),
    "changes dtypes": (
        "def narrow(net, x):\n net.half()\n x.data = x.data.double()",
        "net, x = nn.Linear(2, 2), torch.ones(2)\nnarrow(net, x)\n"
        "assert net.weight.dtype == torch.float16 and x.dtype == torch.float64",
    ),
    "steps an optimizer": (
        "def step(net, optimizer, x):\n"
        " optimizer.zero_grad()\n net(x).square().sum().backward()\n optimizer.step()\n"
        "def alone(optimizer): optimizer.step()\n"
        "def decay(optimizer):\n for group in optimizer.param_groups: group['lr'] /= 2",
        "import copy\nnet, x = nn.Linear(3, 2), torch.randn(5, 3)\n"
        "nets = net, copy.deepcopy(net)\n"
        "mine, theirs = [torch.optim.Adam(n.parameters(), lr=0.1) for n in nets]\n"
        "for _ in range(3):\n"
        "    step(nets[0], mine, x)\n"
        "    theirs.zero_grad()\n    nets[1](x).square().sum().backward()\n    theirs.step()\n"
        "alone(mine)\ntheirs.step()\n"
        "assert all(torch.equal(a, b) for a, b in zip(nets[0].parameters(), nets[1].parameters()))\n"
        "decay(mine)\nassert mine.param_groups[0]['lr'] == 0.05\n"
        "mine.step()\n",
    ),
    "leaves what it does not change what it was": (
        "def epoch(state, rows, losses, x):\n state['epoch'] += 1\n rows.reverse()\n losses += [losses[0] + 1, x]",
        "net, w, x = nn.Linear(1, 1), torch.ones(1, requires_grad=True), torch.ones(1)\n"
        "state, rows, losses = {'net': net, 'epoch': 0}, [[1], [2]], [w * 3]\nfirst = rows[0]\n"
        "epoch(state, rows, losses, x)\n"
        "assert state['epoch'] == 1 and state['net'] is net and rows == [[2], [1]] and rows[1] is first\n"
        "losses[0].backward()\n"
        "assert w.grad == 3 and losses[1] == 4 and losses[2] is x",
    ),
    "changes collections": (
        "from collections import Counter\n"
        "def collect(seen, last, counts, lists):\n"
        " seen.add(2)\n last.append(3)\n counts.update('aab')\n lists['x'].append(1)",
        "from collections import Counter, defaultdict, deque\n"
        "seen, last, counts, lists = {1}, deque([1, 2], maxlen=2), Counter('b'), defaultdict(list)\n"
        "collect(seen, last, counts, lists)\n"
        "assert (seen, list(last), last.maxlen, counts) == ({1, 2}, [2, 3], 2, Counter('aabb'))\n"
        "assert lists == {'x': [1]} and type(lists) is defaultdict",
    ),
    "fills one number that is many, and an inference tensor": (
        "def fill(x): x[0] = 5",
        "x = torch.zeros(1).expand(3)\nfill(x)\nassert x.tolist() == [5, 5, 5]\n"
        "with torch.inference_mode():\n    y = torch.zeros(2)\n    fill(y)\n    assert y.tolist() == [5, 0]",
    ),
    "reads what cannot be compared": (
        "def product(a, x): return torch.sparse.mm(a, x)\ndef size(x): return len(x)",
        "import numpy as np\n"
        "assert product(torch.eye(3).to_sparse(), torch.ones(3, 1)).sum() == 3\n"
        "ragged = np.array([np.ones(2), np.ones(3)], dtype=object)\n"
        "endless = [1]\nendless.append(endless)\n"
        "for given in (ragged, endless):\n    assert size(given) == 2",
    ),
    "changes what was computed": (
        "def centre(z):\n z -= z.mean()\n return z",
        "z = nn.Linear(2, 2)(torch.ones(2))\ncentre(z)\nassert abs(z.sum().item()) < 1e-6",
    ),
    "writes to what is read-only": (
        "def fill(x): x[0] = 1",
        "import numpy as np\nx = np.zeros(2)\nx.flags.writeable = False\nwith pytest.raises(ValueError):\n    fill(x)",
    ),
    "adds to the gradient of a marked parameter": (
        "def backward(net, x): net(x).sum().backward()",
        "net, x = nn.Linear(2, 1), torch.ones(1, 2)\nnet.weight.no_decay = True\n"
        "backward(net, x)\nfirst = net.weight.grad\nbackward(net, x)\n"
        "assert first.tolist() == [[2, 2]] and net.weight.grad is first",
    ),
    "changes and raises": (
        "def push(stack, x):\n stack.append(x)\n raise ValueError('full')",
        "stack = [1]\nwith pytest.raises(ValueError, match='full'):\n    push(stack, 2)\nassert stack == [1, 2]",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_a_function_does_to_its_arguments_is_seen_as_in_one_process(student: Start, kind: str) -> None:
    function, test = CHANGES[kind]
    function = f"import torch\nfrom torch import nn\n{function}"
    exec(f"import pytest\n{function}\n{test}", {})
    names = [line.split("(")[0].removeprefix("def ") for line in function.splitlines() if line.startswith("def ")]
    assert passed(student(function).test(f"import pytest, torch\nfrom torch import nn\n{test}", *names))


@pytest.mark.parametrize(
    ("function", "message"),
    [
        ("def f(net, x): net.append(torch.nn.ReLU())", "a network with other layers"),
        ("def f(net, x): del net[1]", "a network with other layers"),
        ("def f(net, x): net[1] = torch.nn.Identity()", "a network with other layers"),
        ("def f(net, x): net[0].bias = None", "a network with other layers"),
        ("def f(net, x): net.to('meta')", "no plain data"),
        ("def f(net, x): x.append(bytes(2 << 20))", "something too large"),
        ("def f(net, x):\n for t in x: t += 1", "more than 1 MiB together"),
    ],
)
def test_a_change_that_cannot_be_seen_says_so_and_costs_nothing_else(
    student: Start, function: str, message: str
) -> None:
    one = student(f"import torch\n{function}\ndef g(): return 1", value_mb=1, output_bytes=1000)
    given = "net, x = nn.Sequential(nn.Linear(1, 1), nn.ReLU()), [torch.zeros(200_000) for _ in range(8)]"
    assert message in failed(one.test(f"import torch\nfrom torch import nn\n{given}\nf(net, x)", "f"))
    assert passed(one.test("assert g() == 1", "g"))


def test_changes_are_copied_back_whatever_the_student_makes_of_torchs_comparisons(student: Start) -> None:
    one = student("import torch\ntorch.equal = torch.allclose = lambda *a, **k: True\ndef f(x): x += 1")
    assert passed(one.test("x = torch.zeros(3)\nf(x)\nassert x.tolist() == [1, 1, 1]", "f"))


def test_changed_lists_and_dicts_are_copied_back_and_left_alone_otherwise(student: Start) -> None:
    code = """
def use_up(steps, sizes):
    while steps:
        steps.pop(0)
    sizes["last"] = [1, 2]
def look(steps, sizes): return len(steps), dict(sizes)
"""
    test = """
steps, sizes = [4, "M", [8]], {"first": torch.ones(2)}
inner, kept = steps[2], sizes["first"]
assert look(steps, sizes)[0] == 3
assert steps[2] is inner and sizes["first"] is kept
use_up(steps, sizes)
assert steps == [] and list(sizes) == ["first", "last"] and sizes["last"] == [1, 2]
assert torch.equal(sizes["first"], torch.ones(2))
"""
    assert passed(student(code).test(test, "use_up", "look"))


LAYOUTS = """
ones = torch.arange(6000).view(60, 100)
small = (torch.tensor(3.0), torch.zeros(0), torch.zeros(0, 3), torch.tensor([[True]]), torch.ones(2, 1, 3)[:, 0])
for given in small:
    got, stride = seen(given)
    assert got.dtype == given.dtype and got.shape == given.shape and torch.equal(got, given)
    assert tuple(stride) == given.stride()
same = torch.ones(3)
assert one_object(same, same) and not one_object(same, same.clone())
for dtype in (torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.uint8, torch.bool, torch.complex64):
    given = ones.to(dtype)
    for case in (given, given.T, given[:, ::2], given.unsqueeze(0).expand(2, 60, 100), given.conj()):
        got, stride = seen(case)
        assert got.dtype == case.dtype and torch.equal(got, case), dtype
        assert tuple(stride) == case.stride(), dtype
weight = torch.nn.Parameter(torch.ones(80, 80))
assert seen(weight)[0].requires_grad
leaf = torch.ones(3, 4, requires_grad=True)
assert seen(leaf)[0].requires_grad and seen(leaf.T)[0].requires_grad and seen((2 * leaf)[:, 1:])[0].requires_grad
assert grown(torch.zeros(5000)) == 6000
given = torch.zeros(5000)
raised(given)
assert given.sum() == 5000
"""


def test_tensors_arrive_as_they_are_in_every_dtype_and_layout(student: Start) -> None:
    """Plain ones take a shorter way than others."""
    code = """
def seen(x): return x, x.stride()
def grown(x): return x.resize_(6000).shape[0]
def raised(x): x += 1
def one_object(x, y): return x is y
"""
    assert passed(student(code).test(LAYOUTS, "seen", "grown", "raised", "one_object"))


def test_a_slice_does_not_take_with_it_what_lies_beside_it(student: Start) -> None:
    """A test may keep the labels in the tensor whose other columns it passes in."""
    code = """
def held(x): return bytes(x.untyped_storage().tolist())
"""
    test = """
table, secret = torch.ones(6, 5, dtype=torch.float64), torch.tensor(4711.0, dtype=torch.float64).numpy().tobytes()
table[:, 4] = 4711
assert secret in held(table)
for given in (table[:, :4], table[:, :4].T, table[::2, 1:3], table[:, 0], table[:, :1].expand(6, 7), table[2, 1:3]):
    for sent in (given, torch.nn.Parameter(given), given.detach().requires_grad_()):
        assert secret not in held(sent)
"""
    assert passed(student(code).test(test, "held"))


def test_an_argument_that_is_left_alone_does_not_change_even_where_it_is_nan(student: Start) -> None:
    one = student("def look(x): return 1")
    test = "x = torch.tensor([float('nan'), 1.0])\nv = x._version\nlook(x)\nassert x._version == v and x[0].isnan()"
    assert passed(one.test(test, "look"))


def test_requires_grad_is_kept_both_ways_and_gradients_are_asked_for_as_values(student: Start) -> None:
    one = student(
        "import torch\nw = torch.ones(2, requires_grad=True)\ndef loss(x):\n return (w * x).sum()\n"
        "def needs(x): return x.requires_grad\ndef step(x): loss(x).backward()\n"
        "def gradient(): return w.grad"
    )
    test = """
assert needs(torch.ones(1, requires_grad=True)) and not needs(torch.ones(1))
assert loss(torch.ones(2)).requires_grad and loss(torch.ones(2)).grad_fn is None
assert w.requires_grad and w.is_leaf
step(torch.tensor([2.0, 3.0]))
assert torch.equal(gradient(), torch.tensor([2.0, 3.0]))
"""
    assert passed(one.test(test, "w", "loss", "needs", "step", "gradient"))


def test_no_grad_of_the_test_reaches_the_students_code_and_ends_with_it(student: Start) -> None:
    one = student("import torch\ndef recording(): return torch.is_grad_enabled()")
    test = "with torch.no_grad():\n    assert not recording()\nassert recording()"
    assert passed(one.test(test, "recording"))
    assert one.value("recording()") is True


def test_a_tensor_of_a_gpu_says_so_and_computes_here() -> None:
    value = torch.ones(2).as_subclass(ArrivedTensor)
    value.original_device = torch.device("cuda", 0)
    assert value.device.type == "cuda"
    assert (value + 1).device.type == "cpu"


def test_a_value_too_large_to_cross_stays_in_the_sandbox_and_costs_only_what_needs_it(student: Start) -> None:
    one = student("import torch\nbig = torch.ones(1 << 20)\nsmall = 1", value_mb=1)
    assert passed(one.test("assert big.shape == (1 << 20,) and big.sum() == 1 << 20", "big"))
    assert "Tensor" in failed(one.test("assert (big == 1).all()", "big"))
    assert passed(one.test("assert small == 1", "small"))


# --- exceptions ------------------------------------------------------------------------------------------------------


def test_an_exception_of_the_students_code_fails_the_test_and_is_told(student: Start) -> None:
    one = student("def f(x):\n    return {}['key']")
    verdict = one.test("f(1)", "f")
    assert failed(verdict) == "Your code raised KeyError: 'key'"
    assert "return {}['key']" in verdict.detail  # the student's own traceback, for the instructor
    assert "f(1)" in verdict.detail


def test_a_test_can_expect_an_exception_by_class_and_message(student: Start) -> None:
    one = student("class Mine(ValueError): pass\ndef f(x): raise Mine(f'bad {x}')\ndef g(): return 1")
    assert passed(one.test("import pytest\nwith pytest.raises(ValueError, match='bad 3'):\n    f(3)", "f"))
    assert "KeyError" not in failed(one.test("import pytest\nwith pytest.raises(KeyError):\n    f(3)", "f"))
    assert "DID NOT RAISE" in failed(one.test("import pytest\nwith pytest.raises(ValueError):\n    g()", "g"))


def test_a_missing_name_fails_the_test_with_a_message_that_names_it(student: Start) -> None:
    assert "`relu` is not defined" in failed(student().test("assert relu(1) == 1", "relu"))


@pytest.mark.parametrize(
    "name", ["SystemExit", "KeyboardInterrupt", "StopIteration", "GeneratorExit", "StopAsyncIteration", "BaseException"]
)
def test_no_exception_of_the_student_ends_the_grader_or_a_loop_of_the_test(student: Start, name: str) -> None:
    one = student(f"def f(x): raise {name}('out')\ndef g():\n raise {name}('out')\n yield")
    assert name in failed(one.test("for v in (f(i) for i in range(3)):\n    pass\nall_checked = True", "f"))
    assert name in failed(one.test("values = list(map(f, [1, 2]))", "f"))
    failed(one.test("values = [v for v in g()]", "g"))
    test = "import pytest\nwith pytest.raises(Exception) as caught:\n    f(1)\n"
    test += "assert not isinstance(caught.value, (SystemExit, KeyboardInterrupt, StopIteration, GeneratorExit))"
    assert passed(one.test(test, "f"))


def test_class_names_out_of_the_sandbox_are_looked_up_and_never_imported(student: Start, tmp_path: Any) -> None:
    one = student(
        """
class Meta(type): pass
def named(module, name, *bases):
    kind = type(name, bases, {})
    kind.__module__ = module
    return kind
thing = named("antigravity", "Thing")()
fault = named("autograder.errors", "GraderError", Exception)
gone = named("builtins", "SystemExit", Exception)
def raises(kind): raise kind("forged")
def stop(): raises(gone)
def blame(): raises(fault)
"""
    )
    assert passed(
        one.test("import sys\ntype(thing), thing.__class__\nassert 'antigravity' not in sys.modules", "thing")
    )
    assert "GraderError" in failed(one.test("blame()", "blame"))
    assert "SystemExit" in failed(one.test("stop()", "stop"))


def test_an_exception_whose_text_raises_is_told_all_the_same(student: Start) -> None:
    one = student("class Rude(Exception):\n def __str__(self): raise SystemExit\ndef f(): raise Rude")
    assert "Rude" in failed(one.test("f()", "f"))


# --- whose fault it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import no_such_module", "no_such_module"),
        ("undefined_helper(3)", "undefined_helper"),
        ("open('no-such-file.csv')", "no-such-file.csv"),
        ("assert (1", "not valid Python"),
        ("f(3)\nreturn 1", "not valid Python: 'return' outside function"),
        ("await f(3)", "not valid Python"),
        ("%timeit 1", "magic"),
        ("f(3)\n2.5", "2.5"),
        ("-1", "-1"),
        ("float('nan')", "nan"),
        ("f(3) == 4", "False"),
        ("import threading\nf(threading.Lock())", "cannot be sent"),
        ("while True: pass", "OutOfTime"),
        ("import sys; sys.exit()", "SystemExit"),
        ("import pytest; pytest.skip('not today')", "not today"),
    ],
)
def test_an_error_of_the_test_itself_is_left_for_a_person(student: Start, source: str, why: str) -> None:
    one = student("def f(x): return x")
    verdict = one.test(source, "f", points=2, seconds=-4 if "while" in source else 20)
    assert why in left_for_a_person(verdict)
    assert "a person will look" in verdict.message


def test_the_student_cannot_make_a_failure_look_like_the_graders(student: Start) -> None:
    for error in ("ImportError('x')", "NameError('x')", "OSError('x')", "MemoryError('x')", "FileNotFoundError('x')"):
        one = student(f"def f(): raise {error}")
        assert error.split("(")[0] in failed(one.test("f()", "f"))


# --- points ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "outcome", "score"),
    [
        ("x = 1", Outcome.PASSED, 2),
        ("None", Outcome.PASSED, 2),
        ("True", Outcome.PASSED, 2),
        ("'text'", Outcome.PASSED, 2),
        ("2", Outcome.PASSED, 2),
        ("1.5", Outcome.PARTIAL, 1.5),
        ("torch.tensor(0.5)", Outcome.PARTIAL, 0.5),
        ("__import__('numpy').float32(0.25)", Outcome.PARTIAL, 0.25),
        ("sum([0.5, 0.5])", Outcome.PARTIAL, 1),
        ("0", Outcome.FAILED, 0),
        ("1.5;", Outcome.PASSED, 2),
    ],
)
def test_the_last_expression_of_a_test_is_its_partial_credit(
    student: Start, last: str, outcome: Outcome, score: float
) -> None:
    verdict = student().test(f"a = 0\n{last}", points=2)
    assert (verdict.outcome, verdict.score) == (outcome, score)


def test_standard_error_and_warnings_cost_nothing(student: Start) -> None:
    one = student("import sys, warnings\ndef f():\n warnings.warn('careful'); print('oh', file=sys.stderr); return 1")
    test = "import warnings, sys\nwarnings.warn('test')\nprint('log', file=sys.stderr)\nassert f() == 1"
    assert passed(one.test(test, "f"))


# --- what the student is told ----------------------------------------------------------------------------------------

HIDDEN = "assert f(1) == 1\n### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


def test_a_visible_assertion_without_words_is_explained_by_pytests_introspection(student: Start) -> None:
    message = failed(student("def f(x): return [x, 3]").test("assert f(1) == [1, 2]", "f"))
    assert "assert [1, 3] == [1, 2]" in message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("assert f(7654321) == 0", FAILED_HIDDEN),
        ("assert f(7654321) == 0, 'wrong sign'", "wrong sign"),
        ("f('raise')", RAISED_HIDDEN),
        ("len(f(2))", RAISED_HIDDEN),
        (
            "from autograder import checks; checks.against(f, str, [('raise',)], what='`f`')",
            RAISED_HIDDEN + " (`f` for str)",
        ),
        ("import numpy as np; np.testing.assert_allclose(f(7654321), 1234567)", FAILED_HIDDEN),
        ("torch.testing.assert_close(torch.tensor(f(7654321)), torch.tensor(1234567))", FAILED_HIDDEN),
        ("import unittest; unittest.TestCase().assertEqual(f(7654321), 1234567)", FAILED_HIDDEN),
        ("assert f(7654321) == 0, f'{f(5)} is not right'", "5 is not right"),
    ],
)
def test_of_a_hidden_part_only_the_authors_words_are_shown(student: Start, line: str, message: str) -> None:
    one = student(
        "def f(x):\n    print('saw', x)\n    if x == 'raise': raise ValueError(f'input was {x}')\n    return x"
    )
    verdict = one.test(HIDDEN.format(line), "f", hidden=range(2, 5))
    assert failed(verdict) == message
    assert "saw" not in verdict.printed
    for secret in ("7654321", "1234567", "input was"):
        assert secret not in verdict.message + verdict.printed
    if "raise" in line:
        assert "input was raise" in verdict.detail


def test_what_student_code_prints_while_a_hidden_part_runs_shows_up_nowhere_later(student: Start) -> None:
    one = student("def f(x): print('leaked', x); return x")
    one.test(HIDDEN.format("f(123)"), "f", hidden=range(2, 5))
    assert "leaked" not in str(one.run("print('next')"))
    assert "next" in str(one.run("print('next')"))


# --- time ------------------------------------------------------------------------------------------------------------


def test_a_call_that_does_not_end_is_interrupted_and_the_students_state_is_kept(student: Start) -> None:
    one = student("state = 41\ndef forever():\n while True: pass")
    assert "may never end" in failed(one.test("forever()", "forever", seconds=0.4))
    assert one.sandbox.death is None
    assert one.value("state + 1") == 42


def test_code_that_ignores_the_interrupt_is_killed(student: Start) -> None:
    one = student("import time\ndef stubborn():\n while True:\n  try: time.sleep(9)\n  except BaseException: pass")
    assert "did not stop after its time was up" in failed(one.test("stubborn()", "stubborn", seconds=0.4))
    assert one.sandbox.death is not None
    one = student("import signal, time\ndef deaf():\n signal.signal(signal.SIGINT, signal.SIG_IGN)\n time.sleep(60)")
    assert "did not stop after its time was up" in failed(one.test("deaf()", "deaf", seconds=0.4))


def test_an_endless_iterator_costs_its_own_test_only(student: Start) -> None:
    one = student("import itertools\nendless = itertools.count()")
    failed(one.test("sum(endless)", "endless", seconds=0.5))
    assert one.sandbox.death is None


def test_an_interrupt_that_comes_too_late_hurts_neither_the_answer_nor_the_next_call(student: Start) -> None:
    """Calls that end just when their time is up: whether interrupted or not, the sandbox goes on."""
    one = student("import time\nkept = 1\ndef nap(seconds): time.sleep(seconds)")
    for _ in range(25):
        one.test("while True: nap(0.0005)", "nap", seconds=0.02)
        assert one.value("kept") == 1


def test_the_time_of_a_cell_is_that_of_all_its_calls_together(student: Start) -> None:
    one = student("import time\ndef nap(): time.sleep(0.3)")
    assert "stopped" in failed(one.test("for _ in range(10): nap()", "nap", seconds=0.8))
