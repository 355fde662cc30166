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
