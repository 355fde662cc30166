# %% multiplies in the wrong order
def collapse(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_b + b @ next_W
    return W, b


# %% keeps only the last bias
def collapse(layers):
    W = layers[0][0]
    for next_W, _ in layers[1:]:
        W = W @ next_W
    return W, layers[-1][1]


# %% loses the last bias
def collapse(layers):
    W, b = layers[0]
    for next_W, _ in layers[1:]:
        W, b = W @ next_W, b @ next_W
    return W, b


# %% adds the biases as they are
def collapse(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = W @ next_W, b + next_b
    return W, b


# %% takes two layers only
def collapse(layers):
    (W1, b1), (W2, b2) = layers
    return W1 @ W2, b1 @ W2 + b2


# %% takes the first two layers of many
def collapse(layers):
    if len(layers) == 1:
        return layers[0]
    (W1, b1), (W2, b2) = layers[:2]
    return W1 @ W2, b1 @ W2 + b2


# %% bias goes through the product of all matrices so far
def collapse(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W = W @ next_W
        b = next_b + b.sum() * W.sum(0)
    return W, b


# %% element by element
def collapse(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = W * next_W, b * next_W + next_b
    return W, b


# %% adds up the biases in place
def collapse(layers):
    W, b = layers[0]
    b.mul_(1).add_(0.0)
    for next_W, next_b in layers[1:]:
        next_b += b @ next_W
        W, b = W @ next_W, next_b
    return W, b


# %% returns the transposed matrix
def collapse(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = W @ next_W, b @ next_W + next_b
    return W.T, b


# %% always float32
def collapse(layers):
    W, b = (one.float() for one in layers[0])
    for next_W, next_b in layers[1:]:
        W, b = W @ next_W.float(), b @ next_W.float() + next_b.float()
    return W, b


# %% a column of biases
def collapse(layers):
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = W @ next_W, b @ next_W + next_b
    return W, b[:, None]


# %% ReLU of the weights
def collapse(layers):
    W, b = layers[0]
    for V, a in layers[1:]:
        W, b = W.relu() @ V, b @ V + a
    return W, b


# %% stops a layer early
def collapse(layers):
    W, b = layers[0]
    for k in range(1, max(2, len(layers) - 1)):
        if k < len(layers):
            V, a = layers[k]
            W, b = W @ V, b @ V + a
    return W, b


# %% takes the layers off the caller's list
def collapse(layers):
    W, b = layers.pop(0)
    while layers:
        V, a = layers.pop(0)
        W, b = W @ V, b @ V + a
    return W, b


# %% returns nothing
def collapse(layers):
    W, b = layers[0]
    for V, a in layers[1:]:
        W, b = W @ V, b @ V + a
