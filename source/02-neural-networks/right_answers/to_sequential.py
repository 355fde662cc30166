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
