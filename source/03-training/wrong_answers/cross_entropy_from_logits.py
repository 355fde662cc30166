# %% takes the logarithm of a naive softmax
def cross_entropy_from_logits(logits, labels):
    probabilities = logits.exp() / logits.exp().sum(1, keepdim=True)
    return -probabilities[torch.arange(len(labels)), labels].log().mean()


# %% takes the logarithm of a safe softmax, which still rounds to 0
def cross_entropy_from_logits(logits, labels):
    probabilities = logits.softmax(1)
    return -probabilities[torch.arange(len(labels)), labels].log().mean()


# %% hides the rounding with a small number inside the logarithm
def cross_entropy_from_logits(logits, labels):
    probabilities = logits.softmax(1)
    return -(probabilities[torch.arange(len(labels)), labels] + 1e-9).log().mean()


# %% normalizes over the batch instead of over the classes
def cross_entropy_from_logits(logits, labels):
    log_probabilities = logits.log_softmax(0)
    return -log_probabilities[torch.arange(len(labels)), labels].mean()


# %% subtracts the largest logit of the whole batch
def cross_entropy_from_logits(logits, labels):
    shifted = logits - logits.max()
    log_sum_exp = shifted.exp().sum(1).log()
    return (log_sum_exp - shifted[torch.arange(len(labels)), labels]).mean()


# %% shifts the sum but not the logit of the true class
def cross_entropy_from_logits(logits, labels):
    shifted = logits - logits.amax(1, keepdim=True)
    return (shifted.exp().sum(1).log() - logits[torch.arange(len(labels)), labels]).mean()


# %% sums over the rows
def cross_entropy_from_logits(logits, labels):
    return F.cross_entropy(logits, labels, reduction="sum")


# %% subtracts the maximum in place
def cross_entropy_from_logits(logits, labels):
    logits -= logits.amax(1, keepdim=True)
    return (logits.exp().sum(1).log() - logits[torch.arange(len(labels)), labels]).mean()


# %% computed in float32
def cross_entropy_from_logits(logits, labels):
    return F.cross_entropy(logits.float(), labels).to(logits.dtype)
