# %% counts containers too
def parameters_by_layer(net):
    counts = {name: sum(p.numel() for p in module.parameters()) for name, module in net.named_modules()}
    return {name: count for name, count in counts.items() if count}


# %% lists layers that hold nothing
def parameters_by_layer(net):
    return {name: sum(p.numel() for p in module.parameters(recurse=False)) for name, module in net.named_modules()}


# %% looks at the outermost children only
def parameters_by_layer(net):
    counts = {name: sum(p.numel() for p in module.parameters()) for name, module in net.named_children()}
    return {name: count for name, count in counts.items() if count}


# %% counts weights without biases
def parameters_by_layer(net):
    return {name: m.weight.numel() for name, m in net.named_modules() if getattr(m, "weight", None) is not None}


# %% counts buffers
def parameters_by_layer(net):
    counts = {}
    for name, tensor in net.state_dict().items():
        layer = name.rpartition(".")[0]
        counts[layer] = counts.get(layer, 0) + tensor.numel()
    return counts


# %% leaves frozen parameters out
def parameters_by_layer(net):
    counts = {}
    for name, module in net.named_modules():
        own = [p.numel() for p in module.parameters(recurse=False) if p.requires_grad]
        if own:
            counts[name] = sum(own)
    return counts


# %% one entry for each parameter
def parameters_by_layer(net):
    return {name: p.numel() for name, p in net.named_parameters()}


# %% only leaves of the tree: misses modules with children and parameters of their own
def parameters_by_layer(net):
    counts = {}
    for name, module in net.named_modules():
        if not list(module.children()) and list(module.parameters()):
            counts[name] = sum(p.numel() for p in module.parameters())
    return counts


# %% leaves the outermost module out
def parameters_by_layer(net):
    counts = {}
    for name, module in net.named_modules():
        own = list(module.parameters(recurse=False))
        if own and name:
            counts[name] = sum(p.numel() for p in own)
    return counts


# %% the first part of the name only
def parameters_by_layer(net):
    counts = {}
    for name, p in net.named_parameters():
        key = name.split(".")[0]
        counts[key] = counts.get(key, 0) + p.numel()
    return counts


# %% knows only parameters called weight and bias
def parameters_by_layer(net):
    counts = {}
    for name, p in net.named_parameters():
        key = name.removesuffix(".weight").removesuffix(".bias")
        counts[key] = counts.get(key, 0) + p.numel()
    return counts


# %% knows only three kinds of layer
def parameters_by_layer(net):
    counts = {}
    for name, module in net.named_modules():
        own = list(module.parameters(recurse=False))
        if isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)):
            counts[name] = sum(p.numel() for p in own)
    return counts
