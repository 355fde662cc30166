# %% a class
class Digits(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.first = nn.Linear(28 * 28, hidden)
        self.second = nn.Linear(hidden, 10)

    def forward(self, x):
        x = x.view(x.shape[0], 784)
        return self.second(F.relu(self.first(x)))


def make_network(hidden):
    return Digits(hidden)


# %% a class with its own weights, drawn as nn.Linear does
class ByHand(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        sizes = ((784, hidden), (hidden, 10))
        self.weights = nn.ParameterList(
            nn.Parameter((2 * torch.rand(a, b) - 1) / math.sqrt(a)) for a, b in sizes
        )
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(b)) for _, b in sizes)

    def forward(self, x):
        x = torch.relu(x.flatten(1) @ self.weights[0] + self.biases[0])
        return x @ self.weights[1] + self.biases[1]


def make_network(hidden):
    return ByHand(hidden)


# %% built from a list
def make_network(hidden):
    layers = [nn.Flatten(start_dim=1), nn.Linear(784, hidden)]
    layers += [nn.ReLU(inplace=True), nn.Linear(hidden, 10)]
    return nn.Sequential(*layers)


# %% a convolution as large as the image
def make_network(hidden):
    return nn.Sequential(nn.Conv2d(1, hidden, 28), nn.ReLU(), nn.Conv2d(hidden, 10, 1), nn.Flatten())
