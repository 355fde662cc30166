# %% groups named_parameters
from collections import defaultdict


def parameters_by_layer(net):
    counts = defaultdict(int)
    for name, parameter in net.named_parameters():
        counts[name.rpartition(".")[0]] += parameter.numel()
    return dict(counts)


# %% a recursion over the children
def parameters_by_layer(net):
    counts = {}

    def visit(module, name):
        own = sum(math.prod(p.shape) for p in module.parameters(recurse=False))
        if list(module.parameters(recurse=False)):
            counts[name] = own
        for child_name, child in module.named_children():
            visit(child, f"{name}.{child_name}" if name else child_name)

    visit(net, "")
    return counts


# %% one expression
def parameters_by_layer(net):
    return {
        name: total
        for name, module in net.named_modules()
        if (total := sum(p.nelement() for _, p in module.named_parameters(recurse=False)))
    }


# %% a Counter
def parameters_by_layer(net):
    from collections import Counter

    counts = Counter()
    for name, p in net.named_parameters():
        counts[name.rpartition(".")[0]] += p.numel()
    return counts


# %% a defaultdict
def parameters_by_layer(net, prefix=""):
    from collections import defaultdict

    counts = defaultdict(int)
    for _, p in net.named_parameters(recurse=False):
        counts[prefix] += p.numel()
    for name, child in net.named_children():
        counts.update(parameters_by_layer(child, f"{prefix}.{name}" if prefix else name))
    return counts
