# %% element by element
def outer_difference(a, b):
    return a - b


# %% the other way round
def outer_difference(a, b):
    return b - a[:, None]


# %% transposed
def outer_difference(a, b):
    return a - b[:, None]


# %% absolute differences
def outer_difference(a, b):
    return (a[:, None] - b).abs()


# %% product instead of difference
def outer_difference(a, b):
    return torch.outer(a, b)


# %% result always float32
def outer_difference(a, b):
    table = torch.zeros(len(a), len(b))
    for i in range(len(a)):
        table[i] = a[i] - b
    return table


# %% changes the shape of its input
def outer_difference(a, b):
    return a.unsqueeze_(1) - b


# %% repeats by the wrong length: square tables only
def outer_difference(a, b):
    return a[:, None].expand(len(a), len(a)) - b


# %% fails for nothing at all
def outer_difference(a, b):
    return torch.stack([one - b for one in a])


# %% calculates in float64, which rounds large integers
def outer_difference(a, b):
    return (a.double()[:, None] - b.double()).to(a.dtype)


# %% calculates in float32
def outer_difference(a, b):
    return (a.float()[:, None] - b.float()).to(a.dtype)


# %% loses shape and dtype of nothing
def outer_difference(a, b):
    return torch.tensor([[(x - y).item() for y in b] for x in a])


# %% only for the lengths of the example
def outer_difference(a, b):
    return a.view(2, 1) - b.view(1, 3)
