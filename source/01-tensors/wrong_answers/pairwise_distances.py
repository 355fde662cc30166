# %% no root
def pairwise_distances(x, y):
    return ((x[:, None] - y) ** 2).sum(-1)


# %% sum of absolute differences
def pairwise_distances(x, y):
    return (x[:, None] - y).abs().sum(-1)


# %% rows and columns exchanged
def pairwise_distances(x, y):
    return ((y[:, None] - x) ** 2).sum(-1).sqrt()


# %% pairs up equal numbers of points
def pairwise_distances(x, y):
    return ((x - y) ** 2).sum(-1).sqrt()


# %% sums over the wrong axis
def pairwise_distances(x, y):
    return ((x[:, None] - y) ** 2).sum(1).sqrt()


# %% does not sum over coordinates
def pairwise_distances(x, y):
    return ((x[:, None] - y) ** 2).sqrt()


# %% squares of norms and a product: loses digits
def pairwise_distances(x, y):
    return ((x**2).sum(1)[:, None] + (y**2).sum(1) - 2 * x @ y.T).clamp(min=0).sqrt()


# %% the same, with roots of negative numbers
def pairwise_distances(x, y):
    return ((x**2).sum(1)[:, None] + (y**2).sum(1) - 2 * x @ y.T).sqrt()


# %% mean over coordinates
def pairwise_distances(x, y):
    return ((x[:, None] - y) ** 2).mean(-1).sqrt()


# %% an epsilon under the root
def pairwise_distances(x, y):
    return (((x[:, None] - y) ** 2).sum(-1) + 1e-6).sqrt()


# %% two coordinates only
def pairwise_distances(x, y):
    return ((x[:, None, 0] - y[:, 0]) ** 2 + (x[:, None, 1 % x.shape[1]] - y[:, 1 % x.shape[1]]) ** 2).sqrt()


# %% largest difference
def pairwise_distances(x, y):
    return torch.cdist(x, y, p=float("inf"))


# %% loops into a float32 table
def pairwise_distances(x, y):
    return distances_by_loops(x, y)


# %% the root before the sum
def pairwise_distances(x, y):
    return ((x[:, None] - y) ** 2).sqrt().sum(-1)


# %% cdist as it comes: for more than 25 points it multiplies, and loses digits
def pairwise_distances(x, y):
    return torch.cdist(x, y)


# %% squares and a product in float64: loses digits of float64
def pairwise_distances(x, y):
    a, b = x.double(), y.double()
    return ((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T).clamp(min=0).sqrt().to(x.dtype)


# %% the same, moved to the origin: near points lose digits
def pairwise_distances(x, y):
    c = x.mean(0)
    x, y = x - c, y - c
    return ((x**2).sum(1)[:, None] + (y**2).sum(1) - 2 * x @ y.T).clamp(min=0).sqrt()


# %% two loops
def pairwise_distances(x, y):
    table = torch.zeros(len(x), len(y), dtype=x.dtype, device=x.device)
    for i in range(len(x)):
        for j in range(len(y)):
            table[i, j] = (x[i] - y[j]).norm()
    return table


# %% changes its input
def pairwise_distances(x, y):
    c = y.mean(0)
    x -= c
    y = y - c
    return ((x[:, None] - y) ** 2).sum(-1).sqrt()


# %% the norm of everything
def pairwise_distances(x, y):
    return (x[:, None] - y).norm()


# %% fails for no points
def pairwise_distances(x, y):
    return torch.stack([((one - y) ** 2).sum(-1).sqrt() for one in x])
