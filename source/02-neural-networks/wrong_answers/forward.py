# %% activation after the last layer too
def forward(x, layers, activation):
    for W, b in layers:
        x = activation(x @ W + b)
    return x


# %% no activation at all
def forward(x, layers, activation):
    for W, b in layers:
        x = x @ W + b
    return x


# %% forgets the biases
def forward(x, layers, activation):
    for W, _ in layers[:-1]:
        x = activation(x @ W)
    return x @ layers[-1][0]


# %% forgets the last bias
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = activation(x @ W + b)
    return x @ layers[-1][0]


# %% activation before the bias
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = activation(x @ W) + b
    return x @ layers[-1][0] + layers[-1][1]


# %% activates the inputs instead of the outputs of each layer
def forward(x, layers, activation):
    for W, b in layers:
        x = activation(x) @ W + b
    return x


# %% always ReLU
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = torch.relu(x @ W + b)
    return x @ layers[-1][0] + layers[-1][1]


# %% always tanh
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = torch.tanh(x @ W + b)
    return x @ layers[-1][0] + layers[-1][1]


# %% two layers only
def forward(x, layers, activation):
    (W1, b1), (W2, b2) = layers
    return activation(x @ W1 + b1) @ W2 + b2


# %% activation once, after the first layer
def forward(x, layers, activation):
    for position, (W, b) in enumerate(layers):
        x = x @ W + b
        if position == 0 and len(layers) > 1:
            x = activation(x)
    return x


# %% a single layer is activated
def forward(x, layers, activation):
    x = activation(x @ layers[0][0] + layers[0][1])
    for k in range(1, len(layers)):
        x = x @ layers[k][0] + layers[k][1]
        if k < len(layers) - 1:
            x = activation(x)
    return x


# %% softmax at the end
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = activation(x @ W + b)
    return (x @ layers[-1][0] + layers[-1][1]).softmax(-1)


# %% takes the layers off the caller's list, last first
def forward(x, layers, activation):
    while len(layers) > 1:
        W, b = layers.pop()
        x = activation(x @ W + b)
    return x @ layers[0][0] + layers[0][1]


# %% transposed weights
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = activation(F.linear(x, W, b))
    return F.linear(x, *layers[-1])


# %% computes in float64
def forward(x, layers, activation):
    x = x.double()
    for W, b in layers[:-1]:
        x = activation(x @ W.double() + b.double())
    return x @ layers[-1][0].double() + layers[-1][1].double()


# %% takes the last layer off its caller's list
def forward(x, layers, activation):
    W, b = layers.pop()
    for inner_W, inner_b in layers:
        x = activation(x @ inner_W + inner_b)
    return x @ W + b


# %% tells the last layer by `is`: wrong where a layer is used twice
def forward(x, layers, activation):
    for layer in layers:
        W, b = layer
        x = x @ W + b
        if layer is not layers[-1]:
            x = activation(x)
    return x


# %% tells the last layer by its number of outputs
def forward(x, layers, activation):
    for W, b in layers:
        x = x @ W + b
        if W.shape[1] != layers[-1][0].shape[1]:
            x = activation(x)
    return x


# %% stops after two layers
def forward(x, layers, activation):
    for k, (W, b) in enumerate(layers):
        x = x @ W + b
        if k == 1:
            return x
        if len(layers) > 1:
            x = activation(x)
    return x


# %% adds to the biases in place
def forward(x, layers, activation):
    for W, b in layers[:-1]:
        x = activation(b.add_((x @ W).sum(0) * 0 + 1) * 0 + x @ W + b - 1)
    W, b = layers[-1]
    return x @ W + b


# %% compares tuples of tensors
def forward(x, layers, activation):
    for layer in layers:
        x = x @ layer[0] + layer[1]
        if layer != layers[-1]:
            x = activation(x)
    return x
