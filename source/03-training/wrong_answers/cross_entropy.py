# %% multiplies the one-hot rows by the logarithm: 0 × ln 0 is nan
def cross_entropy(probabilities, labels):
    one_hot = F.one_hot(labels, probabilities.shape[1])
    return -(one_hot * probabilities.log()).sum(1).mean()


# %% sums over the images
def cross_entropy(probabilities, labels):
    return -probabilities[torch.arange(len(labels)), labels].log().sum()


# %% forgets the minus
def cross_entropy(probabilities, labels):
    return probabilities[torch.arange(len(labels)), labels].log().mean()


# %% uses the logarithm to base 10
def cross_entropy(probabilities, labels):
    return -probabilities[torch.arange(len(labels)), labels].log10().mean()


# %% applies softmax a second time
def cross_entropy(probabilities, labels):
    return F.cross_entropy(probabilities, labels)


# %% charges the most probable class, not the true one
def cross_entropy(probabilities, labels):
    return -probabilities.max(1).values.log().mean()


# %% takes the logarithm of the mean instead of the mean of the logarithms
def cross_entropy(probabilities, labels):
    return -probabilities[torch.arange(len(labels)), labels].mean().log()


# %% takes the mean over all n × classes entries
def cross_entropy(probabilities, labels):
    of_true_class = probabilities[torch.arange(len(labels)), labels]
    return -of_true_class.log().sum() / probabilities.numel()
