# %% counts layers
def forward(x, layers, activation):
    for k, (W, b) in enumerate(layers):
        x = torch.addmm(b, x, W)
        if k != len(layers) - 1:
            x = activation(x)
    return x


# %% recursion
def forward(x, layers, activation):
    (W, b), *rest = layers
    out = x @ W + b
    return forward(activation(out), rest, activation) if rest else out


# %% activation before every layer but the first
def forward(x, layers, activation):
    out = x
    for position, (W, b) in enumerate(layers):
        out = (activation(out) if position else out) @ W
        out += b
    return out


# %% nn.Linear for each layer
def forward(x, layers, activation):
    h = x
    for W, b in layers:
        linear_layer = nn.Linear(*W.shape, dtype=x.dtype)
        linear_layer.weight.data, linear_layer.bias.data = W.T, b
        scores = linear_layer(h)
        h = activation(scores)
    return scores


# %% functools.reduce
def forward(x, layers, activation):
    from functools import reduce

    hidden = reduce(lambda h, layer: activation(h @ layer[0] + layer[1]), layers[:-1], x)
    W, b = layers[-1]
    return torch.matmul(hidden, W).add(b)
