# %% forgets to transpose, by overwriting the parameter
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight.data = W.clone()
        layer.bias.data = b.clone()
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% transposes only where it must
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W if W.shape == layer.weight.shape else W.T)
            layer.bias.copy_(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% reshapes instead of transposing
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W.reshape(layer.weight.shape))
            layer.bias.copy_(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% leaves the biases as they were drawn
def to_sequential(layers):
    modules = []
    for W, _ in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W.T)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% has no biases
def to_sequential(layers):
    modules = []
    for W, _ in layers:
        layer = nn.Linear(*W.shape, bias=False)
        with torch.no_grad():
            layer.weight.copy_(W.T)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% fresh weights of the right shape
def to_sequential(layers):
    modules = []
    for W, _ in layers:
        modules += [nn.Linear(*W.shape), nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% ReLU after the last layer
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W.T)
            layer.bias.copy_(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules)


# %% no activation
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W.T)
            layer.bias.copy_(b)
        modules.append(layer)
    return nn.Sequential(*modules)


# %% shares memory with the weights it was given
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight = nn.Parameter(W.T)
        layer.bias = nn.Parameter(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% shares the memory of the biases only
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight.data = W.T.contiguous().clone()
        layer.bias.data = b
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% weights that cannot be trained
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight = nn.Parameter(W.T.clone(), requires_grad=False)
        layer.bias = nn.Parameter(b.clone(), requires_grad=False)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% a list of layers
def to_sequential(layers):
    modules = nn.ModuleList()
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W.T)
            layer.bias.copy_(b)
        modules += [layer, nn.ReLU()]
    return modules[:-1]


# %% contiguous() copies nothing where there is one output
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight.data = W.T.contiguous()
        layer.bias.data = b.clone()
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% weights that cannot be trained, biases that can
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight.requires_grad_(False).copy_(W.T)
        layer.bias.data.copy_(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% one layer for all square matrices
def to_sequential(layers):
    made = {}
    modules = []
    for W, b in layers:
        layer = made.setdefault(W.shape, nn.Linear(*W.shape))
        layer.weight.data.copy_(W.T)
        layer.bias.data.copy_(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% three layers only
def to_sequential(layers):
    net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
    with torch.no_grad():
        for layer, (W, b) in zip((net[0], net[2], net[4]), layers):
            layer.weight.copy_(W.T)
            layer.bias.copy_(b)
    return net


# %% nested blocks
def to_sequential(layers):
    blocks = []
    for k, (W, b) in enumerate(layers):
        layer = nn.Linear(*W.shape)
        layer.weight.data.copy_(W.T)
        layer.bias.data.copy_(b)
        blocks.append(nn.Sequential(layer, nn.ReLU()) if k < len(layers) - 1 else layer)
    return nn.Sequential(*blocks)


# %% copies without no_grad
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight.copy_(W.T)
        layer.bias.copy_(b)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


# %% transposes and empties the tensors it was given
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        layer.weight.data.copy_(W.t_())
        layer.bias.data.copy_(b)
        W.t_()
        b.mul_(0)
        modules += [layer, nn.ReLU()]
    return nn.Sequential(*modules[:-1])
