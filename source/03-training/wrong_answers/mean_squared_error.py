# %% sums over the classes instead of taking the mean over all entries
def mean_squared_error(probabilities, labels):
    one_hot = F.one_hot(labels, probabilities.shape[1])
    return ((probabilities - one_hot) ** 2).sum(1).mean()


# %% looks at the true class only
def mean_squared_error(probabilities, labels):
    of_true_class = probabilities[torch.arange(len(labels)), labels]
    return ((1 - of_true_class) ** 2).mean()


# %% compares the predicted class, not the probabilities
def mean_squared_error(probabilities, labels):
    return ((probabilities.argmax(1) - labels) ** 2).float().mean()


# %% lets one_hot guess the number of classes from the labels
def mean_squared_error(probabilities, labels):
    return ((probabilities - F.one_hot(labels)) ** 2).mean()


# %% correct for three classes only
def mean_squared_error(probabilities, labels):
    one_hot = F.one_hot(labels, 3)
    return ((probabilities - one_hot) ** 2).mean()


# %% takes the square root of the mean
def mean_squared_error(probabilities, labels):
    one_hot = F.one_hot(labels, probabilities.shape[1])
    return ((probabilities - one_hot) ** 2).mean().sqrt()


# %% returns a Python float
def mean_squared_error(probabilities, labels):
    one_hot = F.one_hot(labels, probabilities.shape[1])
    return ((probabilities - one_hot) ** 2).mean().item()


# %% subtracts the one-hot rows in place
def mean_squared_error(probabilities, labels):
    probabilities -= F.one_hot(labels, probabilities.shape[1])
    return (probabilities**2).mean()
