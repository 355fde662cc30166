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
