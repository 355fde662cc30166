# %% forgets the biases
def count_parameters(sizes, bias=True):
    return sum(a * b for a, b in pairwise(sizes))


# %% always counts the biases
def count_parameters(sizes, bias=True):
    return sum(a * b + b for a, b in pairwise(sizes))


# %% gives the inputs biases
def count_parameters(sizes, bias=True):
    return sum(a * b for a, b in pairwise(sizes)) + sum(sizes) * bias


# %% gives each layer as many biases as inputs
def count_parameters(sizes, bias=True):
    return sum(a * b + a * bias for a, b in pairwise(sizes))


# %% one bias for each layer
def count_parameters(sizes, bias=True):
    return sum(a * b + bias for a, b in pairwise(sizes))


# %% forgets the last layer
def count_parameters(sizes, bias=True):
    return sum(sizes[k] * sizes[k + 1] + sizes[k + 1] * bias for k in range(len(sizes) - 2))


# %% multiplies all sizes
def count_parameters(sizes, bias=True):
    return math.prod(sizes) + sum(sizes[1:]) * bias


# %% counts neurons
def count_parameters(sizes, bias=True):
    return sum(sizes)


# %% returns a tensor
def count_parameters(sizes, bias=True):
    return torch.tensor([a * b + b * bias for a, b in pairwise(sizes)]).sum()


# %% three layers only
def count_parameters(sizes, bias=True):
    a, b, c = sizes
    return a * b + b * c + (b + c) * bias


# %% takes the sizes off the caller's list, and is off from the second layer on
def count_parameters(sizes, bias=True):
    total, first = 0, sizes[0]
    for size in sizes[1:]:
        total += first * size + size * bias
    return total
