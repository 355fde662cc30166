# %% all columns from all rows
def pick(x, columns):
    return x[:, columns]


# %% row numbers run across
def pick(x, columns):
    return x[torch.arange(len(x)), columns]


# %% a flat tensor
def pick(x, columns):
    return torch.take(x, columns)


# %% gathers along rows
def pick(x, columns):
    return x.gather(0, columns)


# %% the first row's columns for all
def pick(x, columns):
    return x[:, columns[0]]


# %% only the first of each row
def pick(x, columns):
    return x.gather(1, columns[:, :1])


# %% sorted: the order is lost
def pick(x, columns):
    return x.gather(1, columns.sort(1).values)


# %% a mask: order and repetitions are lost
def pick(x, columns):
    mask = torch.zeros_like(x, dtype=torch.bool)
    mask.scatter_(1, columns, True)
    return x[mask].view(len(x), -1)


# %% always float32
def pick(x, columns):
    return x.float().gather(1, columns)


# %% fails for no rows
def pick(x, columns):
    return torch.stack([row[c] for row, c in zip(x, columns)])


# %% flat places with the wrong width
def pick(x, columns):
    start = torch.arange(len(x))[:, None] * columns.shape[1]
    return x.reshape(-1)[start + columns]


# %% multiplies by ones and zeros: rounds, and inf × 0 is nan
def pick(x, columns):
    hot = torch.nn.functional.one_hot(columns, x.shape[1]).float()
    return (hot * x[:, None]).sum(-1).to(x.dtype)


# %% flat places in a view, which fails for a transpose
def pick(x, columns):
    n, m = x.shape
    return x.view(-1)[torch.arange(n)[:, None] * m + columns]


# %% a result as wide as x
def pick(x, columns):
    out = torch.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(columns.shape[1]):
            out[i, j] = x[i, columns[i, j]]
    return out[:, : columns.shape[1]]


# %% changes the columns
def pick(x, columns):
    columns += torch.arange(len(x))[:, None] * x.shape[1]
    return x.take(columns)


# %% only for three rows
def pick(x, columns):
    return x[torch.tensor([[0], [1], [2]]), columns]
