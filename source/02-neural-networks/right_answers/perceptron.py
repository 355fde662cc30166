# %% a loop over rows
def perceptron(x, w, threshold):
    fires = torch.zeros(len(x), dtype=x.dtype)
    for i, row in enumerate(x):
        fires[i] = 1.0 if sum(a * b for a, b in zip(row.tolist(), w.tolist())) > threshold else 0.0
    return fires


# %% einsum and where
def perceptron(x, w, threshold):
    sums = torch.einsum("nd,d->n", x, w)
    return torch.where(sums > threshold, torch.ones_like(sums), torch.zeros_like(sums))


# %% broadcasting and heaviside
def perceptron(x, w, threshold):
    return torch.heaviside((x * w).sum(dim=1) - threshold, x.new_zeros(()))


# %% the bias trick
def perceptron(x, w, threshold):
    ones = torch.ones_like(x[:, :1]) if x.shape[1] else x.new_ones(len(x), 1)
    sums = torch.hstack((ones, x)) @ torch.cat((torch.tensor([-threshold], dtype=w.dtype), w))
    return (sums > 0) * x.new_ones(1)


# %% a lambda, the dot product mapped over rows
perceptron = lambda x, w, threshold: torch.vmap(torch.dot, in_dims=(0, None))(x, w).gt(threshold).type_as(x)


# %% an object that can be called
class Perceptron:
    def __call__(self, x, w, threshold):
        return (w @ x.T > threshold) * torch.ones((), dtype=x.dtype)


perceptron = Perceptron()


# %% NumPy
def perceptron(x, w, threshold):
    import numpy as np

    a, b = x.numpy(), w.numpy()
    return torch.from_numpy((np.dot(a, b) > threshold).astype(a.dtype))


# %% one column of several: strides of a batch of one
def perceptron(x, w, threshold):
    fires = (x @ w > threshold).to(x.dtype)
    return torch.stack((fires, 1 - fires), 1)[:, 0]
