# %% unbiased standard deviation
def standardize(x):
    s = x.std(0)
    return (x - x.mean(0)) / torch.where((s == 0) | s.isnan(), 1, s)


# %% rows instead of columns
def standardize(x):
    s = x.std(1, keepdim=True, correction=0)
    return (x - x.mean(1, keepdim=True)) / torch.where(s == 0, 1, s)


# %% nan for constant columns
def standardize(x):
    return (x - x.mean(0)) / x.std(0, correction=0)


# %% one mean and deviation for the whole table
def standardize(x):
    s = x.std(correction=0)
    return (x - x.mean()) / torch.where(s == 0, 1, s)


# %% divides by the variance
def standardize(x):
    s = x.var(0, correction=0)
    return (x - x.mean(0)) / torch.where(s == 0, 1, s)


# %% changes its input
def standardize(x):
    s = x.std(0, correction=0)
    x -= x.mean(0)
    x /= torch.where(s == 0, 1, s)
    return x


# %% an epsilon that small columns notice
def standardize(x):
    return (x - x.mean(0)) / (x.std(0, correction=0) + 1e-3)


# %% calls small columns constant
def standardize(x):
    s = x.std(0, correction=0)
    return (x - x.mean(0)) / torch.where(s < 0.01, 1, s)


# %% a difference of large squares
def standardize(x):
    m = x.mean(0)
    s = ((x**2).mean(0) - m**2).clamp(min=0).sqrt()
    return torch.where(s == 0, 0, (x - m) / torch.where(s == 0, 1, s))


# %% constant columns become ones
def standardize(x):
    z = (x - x.mean(0)) / x.std(0, correction=0)
    return z.nan_to_num(nan=1.0)


# %% only divides, does not center
def standardize(x):
    s = x.std(0, correction=0)
    return x / torch.where(s == 0, 1, s)


# %% scales to the range instead
def standardize(x):
    span = x.amax(0) - x.amin(0)
    return (x - x.mean(0)) / torch.where(span == 0, 1, span)


# %% a smaller epsilon that small columns notice
def standardize(x):
    return (x - x.mean(0)) / (x.std(0, correction=0) + 1e-6)


# %% a smallest deviation
def standardize(x):
    return (x - x.mean(0)) / x.std(0, correction=0).clamp(min=1e-3)


# %% mean absolute deviation
def standardize(x):
    d = x - x.mean(0)
    s = d.abs().mean(0)
    return d / torch.where(s == 0, 1, s)


# %% leaves constant columns out
def standardize(x):
    s = x.std(0, correction=0)
    return ((x - x.mean(0)) / s)[:, s > 0]


# %% divides by the 3 of the example
def standardize(x):
    m = x.sum(0) / 3
    s = (((x - m) ** 2).sum(0) / 3).sqrt()
    s[s == 0] = 1
    return (x - m) / s


# %% nan times 0 is nan
def standardize(x):
    z = (x - x.mean(0)) / x.std(0, correction=0)
    return z * (x.std(0, correction=0) > 0)
