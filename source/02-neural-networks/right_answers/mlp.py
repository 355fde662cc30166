# %% nn.Sequential inside
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        modules = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            modules += [nn.Linear(a, b), nn.ReLU()]
        self.net = nn.Sequential(*modules[:-1])

    def forward(self, x):
        return self.net(x)


# %% derived from nn.Sequential
class MLP(nn.Sequential):
    def __init__(self, sizes):
        super().__init__()
        for k, (a, b) in enumerate(pairwise(sizes)):
            if k:
                self.append(nn.ReLU())
            self.append(nn.Linear(a, b))


# %% add_module and setattr
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.depth = len(sizes) - 1
        for k in range(self.depth):
            setattr(self, f"layer_{k}", nn.Linear(sizes[k], sizes[k + 1]))

    def forward(self, x):
        for k in range(self.depth):
            x = getattr(self, f"layer_{k}")(x)
            if k + 1 < self.depth:
                x = x.clamp(min=0)
        return x


# %% hidden layers and output apart, one ReLU used many times
class MLP(nn.Module):
    def __init__(self, sizes):
        super(MLP, self).__init__()
        self.hidden = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes, sizes[1:-1])])
        self.out = nn.Linear(sizes[-2], sizes[-1])
        self.relu = nn.ReLU()

    def forward(self, x):
        for layer in self.hidden:
            x = self.relu(layer(x))
        return self.out(x)


# %% parameters of its own
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.values = nn.ParameterList()
        for a, b in pairwise(sizes):
            self.values.append(nn.Parameter((2 * torch.rand(b, a) - 1) / a**0.5))
            self.values.append(nn.Parameter(torch.zeros(b)))

    def forward(self, x):
        count = len(self.values) // 2
        for k in range(count):
            x = F.linear(x, self.values[2 * k], self.values[2 * k + 1])
            x = torch.relu(x) if k < count - 1 else x
        return x


# %% recursion: a layer and a smaller MLP
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.first = nn.Linear(sizes[0], sizes[1])
        self.rest = MLP(sizes[1:]) if len(sizes) > 2 else None

    def forward(self, x):
        x = self.first(x)
        return x if self.rest is None else self.rest(F.relu(x))


# %% nn.ModuleDict and clamp
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleDict({str(k): nn.Linear(a, b) for k, (a, b) in enumerate(pairwise(sizes))})

    def forward(self, x):
        *hidden, last = self.layers.values()
        for layer in hidden:
            x = layer(x).clamp(min=0)
        return last(x)


# %% its own parameters by name, addmm
class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in pairwise(sizes)])
        self.relu = nn.ReLU()

    def forward(self, x):
        params = dict(self.named_parameters())
        last = len(self.layers) - 1
        for k in range(last + 1):
            x = torch.addmm(params[f"layers.{k}.bias"], x, params[f"layers.{k}.weight"].T)
            if k != last:
                x = self.relu(x)
        return x


# %% a class made by type()
def _init(self, sizes):
    nn.Module.__init__(self)
    self.layers = nn.ModuleList(map(nn.Linear, sizes, sizes[1:]))


def _forward(self, x):
    for k, layer in enumerate(self.layers):
        x = layer(torch.clamp_min(x, 0) if k else x)
    return x


MLP = type("MLP", (nn.Module,), {"__init__": _init, "forward": _forward})
