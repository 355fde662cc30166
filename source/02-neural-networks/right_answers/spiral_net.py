# %% one wide hidden layer, trained longer
torch.manual_seed(3)
spiral_net = nn.Sequential(nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 3))
fit(spiral_net, spiral_points, spiral_labels, steps=500, learning_rate=0.03)


# %% a class with tanh and a shortcut, and a loop of its own over batches
torch.manual_seed(4)


class Folding(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.out = nn.Linear(2, 64), nn.Linear(64, 64), nn.Linear(64, 3)

    def forward(self, x):
        h = torch.tanh(2 * self.first(x))
        return self.out(h + torch.tanh(self.second(h)))


spiral_net = Folding()
optimizer = torch.optim.AdamW(spiral_net.parameters(), lr=0.02)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.02, total_steps=60 * 12)
for _ in range(60):
    for batch in torch.randperm(600).split(50):
        optimizer.zero_grad()
        F.cross_entropy(spiral_net(spiral_points[batch]), spiral_labels[batch]).backward()
        optimizer.step()
        schedule.step()


# %% features by hand (radius and angle), then a small network: still an nn.Module
torch.manual_seed(5)


class Polar(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3))

    def forward(self, x):
        r = x.norm(dim=1, keepdim=True)
        turned = torch.atan2(x[:, 1:], x[:, :1]) - 2 * math.pi * r
        return self.net(torch.cat((r, turned.cos(), turned.sin(), r**2), dim=1))


spiral_net = Polar()
fit(spiral_net, spiral_points, spiral_labels)


# %% more points of the same kind, learned in float32 and left in evaluation mode with dropout inside
torch.manual_seed(6)
spiral_net = nn.Sequential(
    nn.Linear(2, 64), nn.GELU(), nn.Linear(64, 64), nn.GELU(), nn.Dropout(0.02), nn.Linear(64, 3), nn.LogSoftmax(1)
)
fit(spiral_net, *make_spirals(2000), steps=250)
spiral_net.eval()


# %% batch normalization, left in training mode
torch.manual_seed(0)
spiral_net = nn.Sequential(
    nn.Linear(2, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 3)
)
fit(spiral_net, spiral_points, spiral_labels, steps=200)


# %% nearest neighbors as a module
class Nearest(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("points", spiral_points.clone())
        self.register_buffer("labels", F.one_hot(spiral_labels, 3).float())

    def forward(self, x):
        return torch.softmax(-200 * torch.cdist(x, self.points), 1) @ self.labels


spiral_net = Nearest()
