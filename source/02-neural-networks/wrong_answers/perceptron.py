# %% fires at the threshold too
def perceptron(x, w, threshold):
    return (x @ w >= threshold).to(x.dtype)


# %% returns booleans
def perceptron(x, w, threshold):
    return x @ w > threshold


# %% returns integers
def perceptron(x, w, threshold):
    return (x @ w > threshold).long()


# %% always float32
def perceptron(x, w, threshold):
    return (x @ w > threshold).float()


# %% returns a column
def perceptron(x, w, threshold):
    return (x @ w[:, None] > threshold).to(x.dtype)


# %% answers once for the whole batch
def perceptron(x, w, threshold):
    return ((x * w).sum() > threshold).to(x.dtype)


# %% knows two inputs only
def perceptron(x, w, threshold):
    return (x[:, 0] * w[0] + x[:, 1] * w[1] > threshold).to(x.dtype)


# %% adds the threshold instead of subtracting it
def perceptron(x, w, threshold):
    return (x @ w + threshold > 0).to(x.dtype)


# %% compares each weighted input with the threshold
def perceptron(x, w, threshold):
    return (x * w > threshold).any(1).to(x.dtype)


# %% forgets the threshold
def perceptron(x, w, threshold):
    return (x @ w > 0).to(x.dtype)


# %% the sign, which is −1 below and 0 at the threshold
def perceptron(x, w, threshold):
    return torch.sign(x @ w - threshold)


# %% weighs the inputs in place
def perceptron(x, w, threshold):
    x *= w
    return (x.sum(1) > threshold).to(x.dtype)


# %% squeezes the axis of a single example away
def perceptron(x, w, threshold):
    return (x @ w.view(-1, 1) > threshold).to(x.dtype).squeeze()


# %% cannot take an empty batch
def perceptron(x, w, threshold):
    return torch.stack([(row @ w > threshold).to(x.dtype) for row in x])


# %% the threshold of the example
def perceptron(x, w, threshold):
    return (x @ w > 1.5).to(x.dtype)


# %% fires where one weighted input is above the threshold
def perceptron(x, w, threshold):
    return ((x * w).max(1).values > threshold).to(x.dtype)


# %% rounds the sigmoid, which is 0.5 a little above the threshold too
def perceptron(x, w, threshold):
    return torch.sigmoid(x @ w - threshold).round()
