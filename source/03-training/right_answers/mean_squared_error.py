# %% loops over images and classes
def mean_squared_error(probabilities, labels):
    n, classes = probabilities.shape
    total = torch.zeros((), dtype=probabilities.dtype)
    for i in range(n):
        for c in range(classes):
            total = total + (probabilities[i, c] - (1.0 if c == labels[i] else 0.0)) ** 2
    return total / (n * classes)


# %% F.mse_loss on rows of the identity matrix
def mean_squared_error(probabilities, labels):
    rows = torch.eye(probabilities.shape[1], dtype=probabilities.dtype)
    return F.mse_loss(probabilities, rows[labels])


# %% opens the square: Σp² − 2 p of the truth + 1
def mean_squared_error(probabilities, labels):
    n, classes = probabilities.shape
    of_truth = probabilities.gather(1, labels.unsqueeze(1)).sum()
    return ((probabilities**2).sum() - 2 * of_truth + n) / (n * classes)
