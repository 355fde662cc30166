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


# %% no biases in the last layer
def count_parameters(sizes, bias=True):
    n = sum(a * b for a, b in pairwise(sizes))
    return n + bias * sum(sizes[1:-1])


# %% returns a float
def count_parameters(sizes, bias=True):
    return float(sum((a + bias) * b for a, b in pairwise(sizes)))


# %% returns inside the loop
def count_parameters(sizes, bias=True):
    total = 0
    for a, b in pairwise(sizes):
        total += a * b + (b if bias else 0)
        return total


# %% float32 loses the last digits of large counts
def count_parameters(sizes, bias=True):
    s = torch.tensor(sizes, dtype=torch.float32)
    return int((s[:-1] * s[1:]).sum() + bias * s[1:].sum())
