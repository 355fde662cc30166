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
