# %% half an epoch only
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10)
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% gradients are never cleared
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10)
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% images and labels are shuffled apart
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10)
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[torch.randperm(len(batch))]).backward()
    optimizer.step()


# %% an ANN
torch.manual_seed(3)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128):
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% softmax before the cross-entropy, which has one of its own
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2),
    nn.ReLU(),
    nn.Conv2d(8, 16, 3, stride=2),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(400, 10),
    nn.Softmax(1),
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% the scores are the wrong way round
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10)
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


class Reversed(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return -self.inner(x)


net = Reversed(net)


# %% a list of layers
net = [
    nn.Conv2d(1, 8, 5, stride=2),
    nn.ReLU(),
    nn.Conv2d(8, 16, 3, stride=2),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(400, 10),
]


# %% never flattened: scores (n, 10, 1, 1)
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Conv2d(16, 10, 5)
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]).flatten(1), train_labels[batch]).backward()
    optimizer.step()


# %% remembers the test images
torch.manual_seed(3)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(400, 10)
).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(128)[:250]:
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


class Cheat(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner, self.known = (
            inner,
            {x.cpu().numpy().tobytes(): y for x, y in zip(test_images, test_labels.tolist())},
        )

    def forward(self, x):
        scores = self.inner(x).clone()
        for k, image in enumerate(x):
            y = self.known.get(image.cpu().numpy().tobytes())
            if y is not None:
                scores[k] = torch.eye(10)[y].to(scores.device)
        return scores


net = Cheat(net)
