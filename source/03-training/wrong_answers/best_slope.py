# %% takes the mean of the ratios
def best_slope(x, y):
    return (y / x).mean()


# %% takes the ratio of the means
def best_slope(x, y):
    return y.mean() / x.mean()


# %% fits a line with an intercept
def best_slope(x, y):
    dx, dy = x - x.mean(), y - y.mean()
    return (dx * dy).sum() / (dx * dx).sum()


# %% divides by the squares of y: the regression of x on y
def best_slope(x, y):
    return (x * y).sum() / (y * y).sum()


# %% divides by the square of the sum
def best_slope(x, y):
    return (x * y).sum() / x.sum() ** 2


# %% searches on a grid
def best_slope(x, y):
    grid = torch.linspace(-5, 5, 1001)
    return grid[((grid[:, None] * x - y) ** 2).mean(1).argmin()]


# %% walks downhill with a fixed learning rate and number of steps
def best_slope(x, y):
    w = torch.zeros((), dtype=x.dtype)
    for _ in range(100):
        w = w - 0.05 * (2 * (w * x - y) * x).mean()
    return w
