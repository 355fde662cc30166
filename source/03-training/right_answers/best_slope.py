# %% means instead of sums
def best_slope(x, y):
    return torch.mean(x * y) / torch.mean(x**2)


# %% least squares
def best_slope(x, y):
    return torch.linalg.lstsq(x.unsqueeze(1), y.unsqueeze(1)).solution.squeeze()


# %% the derivative is a straight line in w: from two of its points to its zero
def best_slope(x, y):
    at_0 = (-x * y).sum()
    at_1 = ((x - y) * x).sum()
    return at_0 / (at_0 - at_1)
