# %% ends in a softmax
def make_network(hidden):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10), nn.Softmax(dim=1)
    )


# %% ends in a log-softmax
def make_network(hidden):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10), nn.LogSoftmax(dim=1)
    )


# %% no activation between the layers
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.Linear(hidden, 10))


# %% no biases
def make_network(hidden):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(784, hidden, bias=False), nn.ReLU(), nn.Linear(hidden, 10, bias=False)
    )


# %% always 32 hidden units
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))


# %% ReLU after the last layer
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10), nn.ReLU())


# %% does not flatten
def make_network(hidden):
    return nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))


# %% flattens the batch axis too
def make_network(hidden):
    return nn.Sequential(nn.Flatten(0), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))


# %% weights all zero: every hidden unit learns the same
def make_network(hidden):
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    for p in net.parameters():
        nn.init.zeros_(p)
    return net


# %% weights from a standard normal distribution: the first loss is far too large
def make_network(hidden):
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
    for p in net.parameters():
        nn.init.normal_(p)
    return net


# %% one hidden layer too many
def make_network(hidden):
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, hidden),
        nn.ReLU(),
        nn.Linear(hidden, hidden),
        nn.ReLU(),
        nn.Linear(hidden, 10),
    )


# %% sigmoid
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.Sigmoid(), nn.Linear(hidden, 10))


# %% leaky ReLU
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.LeakyReLU(), nn.Linear(hidden, 10))


# %% GELU
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.GELU(), nn.Linear(hidden, 10))


# %% with dropout
def make_network(hidden):
    return nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Dropout(0.5), nn.Linear(hidden, 10))


# %% records no gradients
def make_network(hidden):
    class Net(nn.Sequential):
        def forward(self, x):
            with torch.no_grad():
                return super().forward(x)

    return Net(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
