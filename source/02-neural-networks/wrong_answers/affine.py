# %% forgets the biases
def affine(x, W):
    return x @ W[1:]


# %% the ones come last
def affine(x, W):
    ones = torch.ones((*x.shape[:-1], 1), dtype=x.dtype)
    return torch.cat((x, ones), dim=-1) @ W


# %% returns a batch of one for one example
def affine(x, W):
    x = torch.atleast_2d(x)
    return torch.cat((torch.ones(len(x), 1, dtype=x.dtype), x), dim=1) @ W


# %% cannot take a single example
def affine(x, W):
    return torch.cat((torch.ones(x.shape[0], 1, dtype=x.dtype), x), dim=1) @ W


# %% cannot take a batch
def affine(x, W):
    return torch.cat((torch.ones(1, dtype=x.dtype), x)) @ W


# %% squeezes the axis of a single neuron away
def affine(x, W):
    return (x @ W[1:] + W[0]).squeeze()


# %% the weights are transposed
def affine(x, W):
    return F.linear(x, W[1:], W[0])


# %% the bias is multiplied by the inputs
def affine(x, W):
    return x @ (W[1:] + W[0])


# %% zeros instead of ones
def affine(x, W):
    zeros = torch.zeros((*x.shape[:-1], 1), dtype=x.dtype)
    return torch.cat((zeros, x), dim=-1) @ W


# %% the bias of the first neuron for all
def affine(x, W):
    return x @ W[1:] + W[0, 0]


# %% always float32
def affine(x, W):
    return x.float() @ W[1:].float() + W[0].float()


# %% fires like a perceptron
def affine(x, W):
    return (x @ W[1:] + W[0] > 0).to(x.dtype)


# %% subtracts the bias like a threshold
def affine(x, W):
    return x @ W[1:] - W[0]


# %% ReLU after the sums
def affine(x, W):
    return (x @ W[1:] + W[0]).relu()


# %% takes the biases out of W in place
def affine(x, W):
    W[1:] = W[1:] * 1
    b = W[0].clone()
    W[0] = 0
    return x @ W[1:] + b


# %% cannot take an empty batch
def affine(x, W):
    if x.dim() == 1:
        return x @ W[1:] + W[0]
    return torch.stack([row @ W[1:] + W[0] for row in x])


# %% knows two inputs only
def affine(x, W):
    return x[..., :1] * W[1] + x[..., 1:2] * W[2] + W[0]
