# %% new parameters
def to_sequential(layers):
    net = nn.Sequential()
    for k, (W, b) in enumerate(layers):
        if k:
            net.append(nn.ReLU())
        layer = nn.Linear(*W.shape)
        layer.weight = nn.Parameter(W.T.clone())
        layer.bias = nn.Parameter(b.clone())
        net.append(layer)
    return net


# %% load_state_dict
def to_sequential(layers):
    modules = [nn.Linear(*layers[0][0].shape)]
    for W, _ in layers[1:]:
        modules += [nn.ReLU(inplace=True), nn.Linear(*W.shape)]
    net = nn.Sequential(*modules)
    state = {}
    for k, (W, b) in enumerate(layers):
        state[f"{2 * k}.weight"], state[f"{2 * k}.bias"] = W.t(), b
    net.load_state_dict(state)
    return net


# %% named layers and .data
def to_sequential(layers):
    from collections import OrderedDict

    named = OrderedDict()
    for k, (W, b) in enumerate(layers, start=1):
        inputs, outputs = W.shape
        layer = nn.Linear(inputs, outputs)
        layer.weight.data = W.clone().T
        layer.bias.data[:] = b
        named[f"linear_{k}"] = layer
        if k < len(layers):
            named[f"relu_{k}"] = nn.ReLU()
    return nn.Sequential(named)


# %% a subclass of nn.Sequential
class HandMade(nn.Sequential):
    @torch.no_grad()
    def adopt(self, layers):
        for layer, (W, b) in zip(self[::2], layers):
            for o in range(W.shape[1]):
                layer.weight[o] = W[:, o]
            layer.bias.copy_(b)
        return self


def to_sequential(layers):
    modules = [m for W, _ in layers for m in (nn.Linear(W.shape[0], W.shape[1]), nn.ReLU())]
    return HandMade(*modules[:-1]).adopt(layers)


# %% one ReLU used again and again
def to_sequential(layers):
    relu, modules = nn.ReLU(), []
    for W, b in layers:
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(W.t())
            layer.bias.copy_(b)
        modules.extend((layer, relu))
    modules.pop()
    return nn.Sequential(*modules)


# %% made on the meta device, then assigned
def to_sequential(layers):
    modules = []
    for W, b in layers:
        layer = nn.Linear(*W.shape, device="meta")
        layer.load_state_dict({"weight": W.T.clone(), "bias": b.clone()}, assign=True)
        layer.requires_grad_(True)
        modules += [layer, nn.ReLU()]
    del modules[-1]
    return nn.Sequential(*modules)


# %% slice of an nn.Sequential
def to_sequential(layers):
    net = nn.Sequential()
    for W, b in layers:
        layer = nn.utils.skip_init(nn.Linear, W.shape[0], W.shape[1])
        with torch.no_grad():
            layer.weight[:] = W.T
            layer.bias[:] = b
        net.extend([layer, nn.ReLU()])
    return net[:-1]


# %% all parameters from one vector
def to_sequential(layers):
    modules = []
    for W, b in layers:
        modules += [nn.Linear(*W.shape), nn.ReLU()]
    net = nn.Sequential(*modules[:-1])
    flat = torch.cat([t.reshape(-1) for W, b in layers for t in (W.T, b)])
    nn.utils.vector_to_parameters(flat, net.parameters())
    return net
