# %% two loops
def outer_difference(a, b):
    table = torch.empty(len(a), len(b), dtype=a.dtype)
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            table[i, j] = one - other
    return table


# %% meshgrid
def outer_difference(a, b):
    first, second = torch.meshgrid(a, b, indexing="ij")
    return first - second


# %% views of both
def outer_difference(a, b):
    return torch.sub(a.reshape(-1, 1), b.reshape(1, -1))


# %% repeats by hand
def outer_difference(a, b):
    return a.unsqueeze(-1).repeat(1, len(b)) - b.unsqueeze(0).expand(len(a), -1)


# %% einsum with ones
def outer_difference(a, b):
    return torch.einsum("i,j->ij", a, torch.ones_like(b)) - torch.einsum("i,j->ij", torch.ones_like(a), b)
