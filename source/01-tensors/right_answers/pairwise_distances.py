# %% norm
def pairwise_distances(x, y):
    return torch.linalg.vector_norm(x.unsqueeze(1) - y.unsqueeze(0), dim=2)


# %% cdist
def pairwise_distances(x, y):
    return torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist")


# %% cdist as it comes
def pairwise_distances(x, y):
    return torch.cdist(x, y)


# %% two loops
def pairwise_distances(x, y):
    table = torch.zeros(len(x), len(y), dtype=x.dtype, device=x.device)
    for i in range(len(x)):
        for j in range(len(y)):
            table[i, j] = torch.dist(x[i], y[j])
    return table


# %% einsum of the differences
def pairwise_distances(x, y):
    d = x[:, None, :] - y[None, :, :]
    return torch.einsum("ijk,ijk->ij", d, d).sqrt()


# %% one coordinate at a time
def pairwise_distances(x, y):
    squares = torch.zeros(len(x), len(y), dtype=x.dtype)
    for k in range(x.shape[1]):
        squares += (x[:, k, None] - y[:, k]) ** 2
    return squares**0.5
