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
