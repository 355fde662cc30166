# %% index_select and a dense layer on the meta device
def dense_parameters(height, width, channels, hidden):
    layer = nn.Linear(height * width * channels, hidden, device="meta")
    return sum(p.numel() for p in layer.parameters())


def weights_for_shuffled(weight, order):
    return torch.index_select(weight, 1, order)


# %% a permutation matrix
def dense_parameters(height, width, channels, hidden):
    return hidden * (math.prod((height, width, channels)) + 1)


def weights_for_shuffled(weight, order):
    permutation = torch.eye(len(order), dtype=weight.dtype)[order]
    return torch.einsum("hp,jp->hj", weight, permutation)


# %% gather and loops
def dense_parameters(height, width, channels, hidden):
    total = 0
    for _ in range(hidden):
        total += height * width * channels + 1
    return total


def weights_for_shuffled(weight, order):
    return weight.gather(1, order.expand(weight.shape[0], -1))


# %% columns copied to their place
def dense_parameters(height, width, channels, hidden):
    return hidden * (1 + height * width * channels)


def weights_for_shuffled(weight, order):
    inverse = torch.empty_like(order)
    inverse[order] = torch.arange(len(order))
    return torch.zeros_like(weight).index_copy_(1, inverse, weight)


# %% lambdas
dense_parameters = lambda height, width, channels, hidden: (height * width * channels + 1) * hidden
weights_for_shuffled = lambda weight, order: weight.gather(1, order.expand_as(weight))
