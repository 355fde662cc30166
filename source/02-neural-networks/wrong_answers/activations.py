# %% step gives 1 at 0
def step(x):
    return (x >= 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% step gives booleans
def step(x):
    return x > 0


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% step is the sign
def step(x):
    return torch.sign(x)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% step is always float32
def step(x):
    return (x > 0).float()


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% tanh as on paper overflows
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


def linear(x):
    return x


# %% tanh safe on one side only
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x)
    return (1 - small) / (1 + small)


def linear(x):
    return x


# %% tanh safe, but without its sign
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return (1 - small) / (1 + small)


def linear(x):
    return x


# %% tanh clamps its input too early
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    x = x.clamp(-3, 3)
    return (torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))


def linear(x):
    return x


# %% sigmoid with the other formula overflows
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% sigmoid without the minus
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% sigmoid of |x|
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x.abs()))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% sigmoid rescued from nan with a constant
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return torch.nan_to_num(torch.exp(x) / (1 + torch.exp(x)), nan=0.0)


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% relu in place
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    x[x < 0] = 0
    return x


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% relu is the absolute value
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.abs()


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% relu is leaky
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return torch.where(x > 0, x, 0.01 * x)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% relu asks the whole tensor
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x if x.max() > 0 else torch.zeros_like(x)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% relu of the largest element
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return max(0, x)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% linear returns nothing
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    x


# %% math works on numbers only
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def relu(x):
    return x.clamp(min=0)


def tanh(x):
    small = torch.exp(-2 * x.abs())
    return x.sign() * (1 - small) / (1 + small)


def linear(x):
    return x


# %% relu loops over rows
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return torch.tensor([max(0.0, float(v)) for v in x])


def tanh(x):
    return 2 / (1 + torch.exp(-2 * x)) - 1


def linear(x):
    return x


# %% tanh is 2 sigmoid(x) − 1, without the 2 in front of x
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return torch.clamp(x, min=0)


def tanh(x):
    return 2 * sigmoid(x) - 1


def linear(x):
    return x


# %% relu stops at 1000
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return x.clamp(0, 1000)


def tanh(x):
    return 2 / (1 + torch.exp(-2 * x)) - 1


def linear(x):
    return x


# %% tanh rescued from nan with 1
def step(x):
    return (x > 0).to(x.dtype)


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def relu(x):
    return torch.clamp(x, min=0)


def tanh(x):
    return ((torch.exp(x) - torch.exp(-x)) / (torch.exp(x) + torch.exp(-x))).nan_to_num(nan=1.0)


def linear(x):
    return x
