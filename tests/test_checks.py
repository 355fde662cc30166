"""What hidden tests find, and what their messages give away."""

import re
from collections import Counter, namedtuple

import numpy as np
import pytest
import torch
from torch import nn

from autograder import checks

ONE_TO_SIX = torch.arange(1.0, 7).view(2, 3)


@pytest.mark.parametrize(
    ("actual", "expected", "complaint"),
    [
        (None, ONE_TO_SIX, r"should be a tensor, but is a `NoneType` \(is there a `return`\?\)"),
        ([1.0], ONE_TO_SIX, "should be a tensor, but is a `list`"),
        (ONE_TO_SIX.T, ONE_TO_SIX, r"shape \(3, 2\); it should be \(2, 3\)"),
        (ONE_TO_SIX.double().T, ONE_TO_SIX, "shape"),
        (ONE_TO_SIX.double() + 1, ONE_TO_SIX, "dtype torch.float64; it should be torch.float32"),
        (-ONE_TO_SIX, ONE_TO_SIX, "sign"),
        (ONE_TO_SIX / 6, ONE_TO_SIX, "one and the same factor"),
        (ONE_TO_SIX / 0, ONE_TO_SIX, "nan or inf"),
        (ONE_TO_SIX[:, :2].T.clone(), ONE_TO_SIX[:, :2], "rows and columns are exchanged"),
        (ONE_TO_SIX + torch.tensor([0, 0, 1.0]), ONE_TO_SIX, "2 wrong values of 6"),
        (ONE_TO_SIX.to_sparse(), ONE_TO_SIX, "dense"),
        (ONE_TO_SIX.to("meta"), ONE_TO_SIX, "meta"),
        (torch.tensor([1 + 2j]), torch.tensor([1 + 3j]), "wrong value"),
        (torch.tensor([2**60 + 1]), torch.tensor([2**60]), "wrong value"),
        (np.ones(3), torch.ones(3), "should be a tensor, but is a `ndarray`"),
        (np.ones((3, 1)), np.ones(3), "shape"),
        (np.ones(3, np.float32), np.ones(3), "dtype"),
        (torch.tensor(1.0), 1.0, r"should be a float, but is a `Tensor` \(`.item\(\)`"),
        (True, 1, "should be a int, but is a `bool`"),
        (10**400, 1.0, "wrong value"),
        (float("nan"), 1.0, "wrong value"),
        (2, 3, "not the right int"),
        ([1.0, 2.0], (1.0, 2.0), "should be a tuple, but is a `list`"),
        ((1.0,), (1.0, 2.0), "2 items, not 1"),
        ((1.0, (2.0, 4.0)), (1.0, (2.0, 3.0)), "item 1 of item 1 of `f` has a wrong value"),
        ({"a": 1}, {"b": 1}, "other keys"),
        ({"a": torch.zeros(2)}, {"a": torch.ones(2)}, "item 'a' of `f`"),
        (torch.zeros(2, 3), ONE_TO_SIX, "all are 0"),
        (Counter(a=1), {"a": 2}, "item 'a' of `f` is not the right int"),
        ("cat", "dog", "not the right str"),
    ],
)
def test_a_difference_is_named_by_the_first_thing_that_is_wrong(actual, expected, complaint):
    with pytest.raises(AssertionError, match=complaint) as caught:
        checks.same(actual, expected, what="`f`")
    assert re.match("(item .+ of )?`f`", str(caught.value))


def test_a_named_tuple_is_a_tuple():
    pair = namedtuple("pair", "x y")
    checks.same(pair(1.0, torch.ones(2)), (1.0, torch.ones(2)), what="`f`")
    checks.against(lambda x: pair(x, x), lambda x: (x, x), [(torch.ones(2),)], what="`f`")
    with pytest.raises(AssertionError, match="item 1 of `f` has 2 wrong values"):
        checks.same(pair(1.0, torch.ones(2)), (1.0, torch.zeros(2)), what="`f`")


@pytest.mark.parametrize(
    "value",
    [ONE_TO_SIX, torch.empty(0, 3), torch.tensor([float("nan"), float("inf")]), np.arange(3), 1.5, 7, None,
     (1, [2.0, {"k": torch.ones(1, dtype=torch.bool)}]), torch.tensor([1j]), torch.ones(2, dtype=torch.bfloat16)],
)  # fmt: skip
def test_equal_values_of_every_kind_pass(value):
    checks.same(value, value, what="`f`")


def test_rounding_passes_and_a_whole_number_will_do_for_a_float():
    checks.same(ONE_TO_SIX * (1 + 5e-5), ONE_TO_SIX, what="`f`")
    checks.same(1, 1.0, what="`f`")


def test_no_message_contains_an_expected_value():
    secrets = torch.tensor([[271.5, 182.25], [314.75, 159.5]])
    wrong = (secrets + 1, -secrets, secrets * 3, secrets.T.clone(), secrets.double(), secrets[0], None, secrets / 0)
    for actual in wrong:
        with pytest.raises(AssertionError) as caught:
            checks.same(actual, secrets, what="`f`", hint="think")
        assert not re.search("271|182|314|159", str(caught.value))


def test_the_device_is_checked_only_when_asked_for():
    checks.same(torch.ones(1), torch.ones(1), what="`f`", device=torch.device("cpu"))
    with pytest.raises(AssertionError, match="device cpu; it should be cuda"):
        checks.same(torch.ones(1), torch.ones(1), what="`f`", device=torch.device("cuda"))


def centered(x, scale):
    return (x - x.mean(0)) * scale


def test_against_accepts_a_right_function_on_every_layout():
    wide = torch.randn(4, 10)
    cases = [(wide, 2.0), (wide.T, 1.0), (wide[:, ::2], 1.0), (wide[:1].expand(3, 10), 1.0), (wide.double(), 1.0)]
    checks.against(lambda x, s: centered(x, s), centered, cases, what="`centered`")


def test_against_gives_the_student_a_tensor_of_the_same_layout():
    seen = []

    def student(x):
        seen.append(x.stride())
        return x * 1

    checks.against(student, lambda x: x * 1, [(torch.randn(4, 10)[:, ::2],), (torch.randn(3, 5).T,)], what="`f`")
    assert seen == [(10, 2), (1, 5)]


def test_against_judges_by_a_float64_reference_but_expects_the_students_dtype():
    x = torch.full((10_001,), 0.1) + torch.linspace(0, 1e-4, 10_001)

    def variance(x):
        return ((x - x.mean()) ** 2).mean()

    def careless(x):
        return (x**2).mean() - x.mean() ** 2

    checks.against(variance, variance, [(x,)], what="`variance`", rtol=1e-3, atol=0)
    with pytest.raises(AssertionError, match="wrong value"):
        checks.against(careless, variance, [(x,)], what="`variance`", rtol=1e-3, atol=0)
    with pytest.raises(AssertionError, match=r"dtype torch\.float64; it should be torch\.float32"):
        checks.against(lambda x: variance(x.double()), variance, [(x,)], what="`variance`")


@pytest.mark.parametrize("argument", [torch.ones(3), np.ones(3), [torch.ones(3)], {"x": torch.ones(3)}])
def test_against_notices_an_input_that_was_changed_in_place(argument):
    def leaf(x):
        x = x["x"] if isinstance(x, dict) else x
        return x[0] if isinstance(x, list) else x

    def spoils(x):
        y = leaf(x)
        y -= 1
        return y + 1

    with pytest.raises(AssertionError, match=r"`f` changed its input in place.*x.clone\(\)"):
        checks.against(spoils, lambda x: leaf(x) + 0, [(argument,)], what="`f`")
    assert float(leaf(argument).sum()) == 3, "the case itself must survive"


def test_against_names_the_case_by_its_form_and_adds_the_hint():
    with pytest.raises(AssertionError) as caught:
        checks.against(lambda x, k: x, lambda x, k: x + k, [(torch.ones(5, 2), 3)], what="`shift`", hint="add k.")
    assert str(caught.value) == "`shift` for (5, 2) float32, int has 10 wrong values of 10 " + (
        "(all are off by one and the same factor). Hint: add k."
    )


def test_against_lets_the_students_exception_through():
    def fails(x):
        raise ZeroDivisionError("the student's")

    with pytest.raises(ZeroDivisionError):
        checks.against(fails, lambda x: x, [(torch.ones(1),)], what="`f`")


def test_unchanged_takes_nan_for_nan_and_sees_a_changed_shape():
    x = torch.tensor([float("nan"), 1.0])
    with checks.unchanged(x, what="`f`"):
        pass
    with pytest.raises(AssertionError, match="in place"), checks.unchanged(x, what="`f`"):
        x.unsqueeze_(0)
    tensors = [x]
    with pytest.raises(AssertionError, match="in place"), checks.unchanged(tensors, what="`f`"):
        tensors.append(x)
    plan = {"steps": [8, "M", (16, None)], "net": torch.nn.Linear(1, 1)}
    with checks.unchanged(plan, what="`f`"):
        plan["net"](torch.ones(1, 1))
    with pytest.raises(AssertionError, match="in place"), checks.unchanged(plan, what="`f`"):
        plan["steps"].pop()
    with pytest.raises(AssertionError, match="in place"), checks.unchanged(plan, what="`f`"):
        plan["steps"][0] = 9


def test_random_inputs_depend_on_the_submission_and_the_key():
    def draw(seed, *key):
        token = checks.current_seed.set(seed)
        try:
            return torch.rand(4, generator=checks.seeded(*key)).tolist()
        finally:
            checks.current_seed.reset(token)

    assert draw(1, "a") == draw(1, "a")
    assert len({tuple(draw(s, k)) for s in (0, 1, 2**70, -5) for k in ("a", "b")}) == 8


def test_held_out_digits_follow_the_submissions_seed():
    first, labels = checks.held_out_digits(20)
    token = checks.current_seed.set(99)
    second, _ = checks.held_out_digits(20)
    checks.current_seed.reset(token)
    assert not torch.equal(first, second)
    assert torch.equal(first, checks.held_out_digits(20)[0])
    assert labels.dtype == torch.int64


def test_parameter_count_counts_what_is_trained():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    checks.parameter_count(net, 26, "`net`")
    net[0].weight.requires_grad_(False)
    with pytest.raises(AssertionError, match=r"`net` has 14 trainable parameters; the exercise asks for 26"):
        checks.parameter_count(net, 26, "`net`")
    with pytest.raises(AssertionError, match=r"should be an `nn.Module`, but is a `function`"):
        checks.parameter_count(centered, 26, "`net`")


def test_shape_trace_gives_the_shape_after_each_layer():
    net = nn.Sequential(nn.Conv2d(1, 6, 5), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(6 * 12 * 12, 10))
    shapes = checks.shape_trace(net, torch.zeros(2, 1, 28, 28))
    assert shapes == [(2, 1, 28, 28), (2, 6, 24, 24), (2, 6, 12, 12), (2, 864), (2, 10)]


def test_accuracy_is_judged_in_evaluation_mode_and_leaves_the_network_as_it_was():
    class Moody(nn.Module):
        def forward(self, x):
            assert len(x) <= 4
            return x * (-1 if self.training or torch.is_grad_enabled() else 1)

    net = Moody().train()
    scores = torch.eye(3)[[0, 1, 2, 0, 1, 2, 0]]
    assert checks.accuracy(net, scores, torch.tensor([0, 1, 2, 0, 1, 2, 1]), batch=4) == 6 / 7
    assert net.training


@pytest.mark.parametrize(
    "wrong", [lambda x: None, lambda x: x.argmax(1), lambda x: x[:1], lambda x: x[:, :0], lambda x: x > 0]
)
def test_accuracy_refuses_what_are_no_scores(wrong):
    class Net(nn.Module):
        def forward(self, x):
            return wrong(x)

    with pytest.raises(AssertionError, match="the network"):
        checks.accuracy(Net(), torch.eye(3), torch.arange(3))


def test_tiers_give_the_points_of_the_highest_one_cleared():
    points = {0.90: 4, 0.95: 7, 0.97: 10}
    assert [checks.tiers(a, points) for a in (0.90, 0.9499, 0.95, 0.97, 1.0)] == [4, 4, 7, 10, 10]
    with pytest.raises(AssertionError, match=r"is 0\.8700; points start at 0\.9$"):
        checks.tiers(0.87, points)
