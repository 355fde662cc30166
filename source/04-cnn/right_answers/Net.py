# %% as in the slides, with view and shapes by formula
class Net(nn.Module):
    def __init__(self, size=32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        side = ((size - 4) // 2 - 4) // 2
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = x.view(x.shape[0], self.fc1.in_features)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        n, s = x.shape[0], x.shape[2]
        a, b = s - 4, (s - 4) // 2
        c, d = b - 4, (b - 4) // 2
        images = [(n, 3, s, s), (n, 6, a, a), (n, 6, b, b), (n, 16, c, c), (n, 16, d, d)]
        return [*images, (n, 16 * d * d), (n, 120), (n, 84), (n, 10)]


# %% finds the size of fc1 with a dry run, and shapes with hooks
class Net(nn.Module):
    def __init__(self, size=32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        with torch.no_grad():
            inputs = self.features(torch.zeros(1, 3, size, size)).numel()
        self.fc1 = nn.Linear(inputs, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        self.flat = nn.Flatten()

    def features(self, x):
        return self.pool(self.conv2(self.pool(self.conv1(x).relu())).relu())

    def forward(self, x):
        x = self.flat(self.features(x))
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())

    def shapes(self, x):
        found = [x.shape]
        hooks = [
            layer.register_forward_hook(lambda layer, inputs, output: found.append(output.shape))
            for layer in self.children()
        ]
        self(x)
        for hook in hooks:
            hook.remove()
        return found


# %% forward with a trace
class Net(nn.Module):
    def __init__(self, size=32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        side = ((size - 4) // 2 - 4) // 2
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x, trace=None):
        trace = [] if trace is None else trace
        trace.append(x.size())
        for step in (
            lambda x: torch.relu(self.conv1(x)),
            self.pool,
            lambda x: torch.relu(self.conv2(x)),
            self.pool,
            lambda x: torch.flatten(x, start_dim=1),
            lambda x: torch.relu(self.fc1(x)),
            lambda x: torch.relu(self.fc2(x)),
            self.fc3,
        ):
            x = step(x)
            trace.append(x.size())
        return x

    def shapes(self, x):
        trace = []
        self.forward(x, trace)
        return [tuple(size) for size in trace]


# %% LazyLinear and a dry run, shapes by hooks as torch.Size
class Net(nn.Module):
    def __init__(self, size=32):
        super().__init__()
        self.conv1, self.pool, self.conv2 = nn.Conv2d(3, 6, 5), nn.MaxPool2d(2, 2), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.LazyLinear(120), nn.Linear(120, 84), nn.Linear(84, 10)
        with torch.no_grad():
            self(torch.zeros(1, 3, size, size))

    def forward(self, x):
        for conv in (self.conv1, self.conv2):
            x = self.pool(conv(x)).relu()
        x = torch.flatten(x, 1)
        return self.fc3(self.fc2(self.fc1(x).relu()).relu())

    def shapes(self, x):
        found = [x.shape]
        seen = lambda module, inputs, output: found.append(output.shape)
        hooks = [m.register_forward_hook(seen) for m in self.children()]
        with torch.no_grad():
            self(x)
        for hook in hooks:
            hook.remove()
        found.insert(5, torch.Size([x.shape[0], found[4][1:].numel()]))
        return found


# %% reshape(n, -1), shapes by formula, functional layers
class Net(nn.Module):
    def __init__(self, size: int = 32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, kernel_size=(5, 5))
        self.conv2 = nn.Conv2d(6, 16, kernel_size=(5, 5))
        self.pool = nn.MaxPool2d(kernel_size=2)
        self.fc1 = nn.Linear(self.shapes(torch.empty(1, 3, size, size))[5][1], 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(self.conv1(x).clamp(min=0), 2)
        x = F.max_pool2d(self.conv2(x).clamp(min=0), 2)
        x = F.linear(x.reshape(x.size(0), -1), self.fc1.weight, self.fc1.bias).clamp_min(0)
        return self.fc3(self.fc2(x).clamp_min(0))

    def shapes(self, x):
        n, _, h, w = x.shape
        a, b = h - 4, (h - 4) // 2
        c, d = b - 4, (b - 4) // 2
        return [
            (n, 3, h, w),
            (n, 6, a, a),
            (n, 6, b, b),
            (n, 16, c, c),
            (n, 16, d, d),
            (n, 16 * d * d),
            (n, 120),
            (n, 84),
            (n, 10),
        ]
