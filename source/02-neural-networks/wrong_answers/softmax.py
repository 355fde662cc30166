# %% overflows
def softmax(x, dim):
    return x.exp() / x.exp().sum(dim, keepdim=True)


# %% always the last axis
def softmax(x, dim):
    powers = (x - x.amax(-1, keepdim=True)).exp()
    return powers / powers.sum(-1, keepdim=True)


# %% always axis 1
def softmax(x, dim):
    powers = (x - x.max(1, keepdim=True).values).exp()
    return powers / powers.sum(1, keepdim=True)


# %% the other axis of two
def softmax(x, dim):
    powers = (x - x.amax(1 - dim, keepdim=True)).exp()
    return powers / powers.sum(1 - dim, keepdim=True)


# %% subtracts the largest score of all
def softmax(x, dim):
    powers = (x - x.max()).exp()
    return powers / powers.sum(dim, keepdim=True)


# %% divides by the sum of everything
def softmax(x, dim):
    powers = (x - x.amax(dim, keepdim=True)).exp()
    return powers / powers.sum()


# %% forgets keepdim
def softmax(x, dim):
    powers = (x - x.amax(dim, keepdim=True)).exp()
    return powers / powers.sum(dim)


# %% subtracts the mean, not the maximum
def softmax(x, dim):
    powers = (x - x.mean(dim, keepdim=True)).exp()
    return powers / powers.sum(dim, keepdim=True)


# %% clamps large scores
def softmax(x, dim):
    powers = x.clamp(-80, 80).exp()
    return powers / powers.sum(dim, keepdim=True)


# %% a small number in the denominator
def softmax(x, dim):
    powers = x.exp()
    return powers / (powers.sum(dim, keepdim=True) + 1e-8)


# %% powers of 2
def softmax(x, dim):
    powers = 2 ** (x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)


# %% shares without exponentials
def softmax(x, dim):
    positive = x - x.amin(dim, keepdim=True) + 1
    return positive / positive.sum(dim, keepdim=True)


# %% the logarithm of it
def softmax(x, dim):
    return torch.log_softmax(x, dim)


# %% subtracts the maximum in place
def softmax(x, dim):
    x -= x.amax(dim, keepdim=True)
    powers = x.exp()
    return powers / powers.sum(dim, keepdim=True)


# %% transposes, so that only two axes work
def softmax(x, dim):
    if dim in (0, -2) and x.dim() > 1:
        return softmax(x.T, 1).T
    powers = (x - x.amax(-1, keepdim=True)).exp()
    return powers / powers.sum(-1, keepdim=True)


# %% returns float64
def softmax(x, dim):
    return x.double().softmax(dim)


# %% softmax twice
def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    p = e / e.sum(dim, keepdim=True)
    e = torch.exp(p)
    return e / e.sum(dim, keepdim=True)


# %% the exponent's sign is turned
def softmax(x, dim):
    e = torch.exp(x.amin(dim, keepdim=True) - x)
    return e / e.sum(dim, keepdim=True)


# %% subtracts the maximum along another axis than it sums
def softmax(x, dim):
    e = torch.exp(x - x.amax(-1, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# %% subtracts the first score
def softmax(x, dim):
    e = torch.exp(x - x.select(dim, 0).unsqueeze(dim))
    return e / e.sum(dim, keepdim=True)


# %% nan replaced by a constant
def softmax(x, dim):
    e = torch.exp(x)
    return (e / e.sum(dim, keepdim=True)).nan_to_num(1.0)


# %% divides by the maximum instead of subtracting it
def softmax(x, dim):
    e = torch.exp(x / x.amax(dim, keepdim=True))
    return e / e.sum(dim, keepdim=True)


# %% returns nothing
def softmax(x, dim):
    e = torch.exp(x - x.amax(dim, keepdim=True))
    e / e.sum(dim, keepdim=True)
