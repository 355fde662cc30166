# %% builds the network on the meta device
def count_parameters(sizes, bias=True):
    layers = [nn.Linear(a, b, bias=bias, device="meta") for a, b in zip(sizes[:-1], sizes[1:])]
    return sum(p.numel() for p in nn.Sequential(*layers).parameters())


# %% the bias trick: one more row
def count_parameters(sizes, bias=True):
    total = 0
    for k in range(1, len(sizes)):
        total += (sizes[k - 1] + int(bias)) * sizes[k]
    return total


# %% a dot product
def count_parameters(sizes, bias=True):
    t = torch.tensor(sizes)
    return ((t[:-1] + (1 if bias else 0)) @ t[1:]).item()


# %% real layers, one at a time
def count_parameters(sizes, bias=True):
    n = 0
    for i in range(len(sizes) - 1):
        layer = nn.Linear(sizes[i], sizes[i + 1], bias=bias)
        n += sum(p.numel() for p in layer.parameters())
    return n


# %% NumPy
def count_parameters(sizes, bias=True):
    import numpy as np

    s = np.array(sizes, dtype=np.int64)
    return ((s[:-1] + int(bias)) * s[1:]).sum().item()
