# %% a small convolutional network and Adam
torch.manual_seed(1)
net = nn.Sequential(
    nn.Conv2d(1, 8, 5, stride=2),
    nn.ReLU(),
    nn.Conv2d(8, 24, 3, stride=2),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(24 * 25, 10),
).to(device)
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=3 * 235)
for _ in range(3):
    for batch in torch.randperm(len(train_images), device=device).split(256):
        optimizer.zero_grad()
        F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
        optimizer.step()
        schedule.step()


# %% a class with batch normalization, whose mode matters, trained through a DataLoader-like generator
torch.manual_seed(2)


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 300)
        self.normalize = nn.BatchNorm1d(300)
        self.out = nn.Linear(300, 10)

    def forward(self, x):
        return self.out(F.relu(self.normalize(self.hidden(x.flatten(1)))))


def batches(epochs, size):
    for _ in range(epochs):
        for batch in torch.randperm(len(train_images), device=device).split(size):
            down, right = torch.randint(-1, 2, (2,)).tolist()
            yield train_images[batch].roll((down, right), dims=(2, 3)), train_labels[batch]


net = Digits().to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.2, momentum=0.9, nesterov=True)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.2, total_steps=5 * 235)
for x, y in batches(5, 256):
    optimizer.zero_grad()
    F.cross_entropy(net(x), y).backward()
    optimizer.step()
    schedule.step()
