# %% var_mean, and a mask
def standardize(x):
    variance, mean = torch.var_mean(x, dim=0, correction=0, keepdim=True)
    sigma = variance.sqrt()
    sigma[sigma == 0] = 1
    return (x - mean) / sigma


# %% nan_to_num: 0 / 0 is the only nan
def standardize(x):
    z = (x - x.mean(dim=0)) / x.std(dim=0, unbiased=False)
    return torch.nan_to_num(z, nan=0.0)


# %% in place on a copy, column by column
def standardize(x):
    out = x.clone()
    for j in range(x.shape[1]):
        column = out[:, j]
        column -= column.mean()
        sigma = (column @ column / len(column)).sqrt()
        if sigma > 0:
            column /= sigma
    return out


# %% through NumPy
def standardize(x):
    a = x.numpy().astype(np.float64)
    sigma = a.std(axis=0)
    z = (a - a.mean(axis=0)) / np.where(sigma == 0, 1, sigma)
    return torch.from_numpy(z).to(x.dtype)


# %% a tiny epsilon
def standardize(x):
    return (x - x.mean(0)) / (x.std(0, correction=0) + 1e-9)


# %% einsum
def standardize(x):
    n = len(x)
    z = x - torch.einsum("ij->j", x) / n
    s = (torch.einsum("ij,ij->j", z, z) / n).sqrt()
    return torch.where((x == x[0]).all(0), torch.zeros_like(x), z / s)


# %% vmap over columns
def standardize(x):
    def one(c):
        s = c.std(correction=0)
        return torch.where((c == c[0]).all(), torch.zeros_like(c), (c - c.mean()) / s)
    return torch.vmap(one, in_dims=1, out_dims=1)(x)


# %% batch_norm
def standardize(x):
    if len(x) == 1:
        return torch.zeros_like(x)
    y = x.double()
    z = torch.nn.functional.batch_norm(y - y[0], None, None, training=True, eps=1e-24)
    return z.to(x.dtype)


# %% columns of equal values looked for
def standardize(x):
    constant = (x == x[0]).all(0)
    std = x.std(0, correction=0).masked_fill(constant, 1)
    return ((x - x.mean(0)) / std).masked_fill(constant, 0)
