# %% clamp, expit by tanh, expm1
def step(x):
    return torch.heaviside(x, torch.zeros_like(x))


def sigmoid(x):
    return 0.5 * (1 + tanh(0.5 * x))


def relu(x):
    return torch.maximum(x, torch.zeros_like(x))


def tanh(x):
    e = torch.expm1(-2 * x.abs())
    return torch.sign(x) * -e / (2 + e)


def linear(x):
    return x.clone()


# %% PyTorch's own
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return torch.sigmoid(x)


def relu(x):
    return F.relu(x)


def tanh(x):
    return torch.tanh(x)


def linear(x):
    return nn.Identity()(x)


# %% tanh through sigmoid, products with a condition
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x * (x > 0)


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def linear(x):
    return 1 * x


# %% formulas as on paper on a clamped input
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return torch.reciprocal(torch.exp(-x) + 1)


def relu(x):
    return (x + x.abs()) / 2


def tanh(x):
    x = x.clamp(-20, 20)
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


def linear(x):
    return x


# %% in place on a clone, element by element
def step(x):
    y = torch.zeros_like(x)
    y[x > 0] = 1
    return y


def sigmoid(x):
    y = [1 / (1 + math.exp(-v)) if v > -700 else 0.0 for v in x.flatten().tolist()]
    return torch.tensor(y, dtype=x.dtype).reshape(x.shape)


def relu(x):
    y = x.clone()
    y[y < 0] = 0
    return y


def tanh(x):
    y = [math.tanh(v) for v in x.flatten().tolist()]
    return torch.tensor(y, dtype=x.dtype).reshape(x.shape)


def linear(x):
    return x


# %% both branches computed, one chosen; max and min
def step(x):
    return torch.where(x > 0, 1.0, 0.0).to(x.dtype)


def sigmoid(x):
    return torch.where(x >= 0, 1 / (1 + torch.exp(-x)), torch.exp(x) / (1 + torch.exp(x)))


def relu(x):
    return torch.max(x, torch.tensor(0.0, dtype=x.dtype))


def tanh(x):
    positive = (1 - torch.exp(-2 * x)) / (1 + torch.exp(-2 * x))
    negative = (torch.exp(2 * x) - 1) / (torch.exp(2 * x) + 1)
    return torch.where(x < 0, negative, positive)


def linear(x):
    y = torch.empty_like(x)
    y[...] = x
    return y


# %% lambdas, logaddexp
step = lambda x: torch.where(x > 0, torch.ones_like(x), torch.zeros_like(x))
sigmoid = lambda x: torch.exp(-torch.logaddexp(torch.zeros_like(x), -x))
relu = lambda x: (x + x.abs()) / 2
tanh = lambda x: -torch.sign(x) * torch.expm1(-2 * x.abs()) / (2 + torch.expm1(-2 * x.abs()))
linear = lambda x: x * 1


# %% modules in place of functions
step = lambda x: (x > 0).type_as(x)
sigmoid = nn.Sigmoid()
relu = nn.ReLU()
tanh = nn.Tanh()
linear = nn.Identity()


# %% functools.partial, operator, addcdiv
from functools import partial
import operator

step = lambda x: torch.gt(x, 0).type(x.type())
sigmoid = torch.special.expit
relu = partial(torch.clamp, min=0)
tanh = lambda x: torch.addcdiv(torch.ones_like(x), torch.ones_like(x), 1 + torch.exp(2 * x), value=-2)
linear = operator.pos
