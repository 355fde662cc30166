# %% torch.softmax
def softmax(x, dim):
    return torch.softmax(x, dim)


# %% log-sum-exp
def softmax(x, dim):
    return torch.exp(x - torch.logsumexp(x, dim, keepdim=True))


# %% axis moved to the end, in place on a clone
def softmax(x, dim):
    y = x.clone().movedim(dim, -1)
    y -= y.max(-1, keepdim=True)[0]
    y.exp_()
    y /= y.sum(-1, keepdim=True)
    return y.movedim(-1, dim)


# %% nn.Softmax
def softmax(x, dim):
    return nn.Softmax(dim=dim)(x)


# %% in float64, one slice at a time
def softmax(x, dim):
    wide = x.double()
    top = wide.amax(dim)
    pieces = [(piece - top).exp() for piece in wide.unbind(dim)]
    total = sum(pieces)
    return torch.stack([piece / total for piece in pieces], dim).to(x.dtype)


# %% differences of all pairs, no maximum
def softmax(x, dim):
    y = x.movedim(dim, -1)
    d = y[..., None, :] - y[..., :, None]
    return (1 / d.exp().sum(-1)).movedim(-1, dim)


# %% powers of math.e
def softmax(x, dim):
    z = x - torch.max(x, dim, keepdim=True)[0]
    num = math.e**z
    return num / torch.sum(num, dim, True)


# %% logaddexp of one slice after the other
def softmax(x, dim):
    from functools import reduce

    total = reduce(torch.logaddexp, x.unbind(dim))
    return (x - total.unsqueeze(dim)).exp()
