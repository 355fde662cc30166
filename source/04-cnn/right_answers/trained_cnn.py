# %% pooling, a ReLU before each BatchNorm, and a class
torch.manual_seed(1)


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(1, 16, 5, stride=2, bias=False), nn.BatchNorm2d(16)
        self.conv2, self.norm2 = nn.Conv2d(16, 32, 3, bias=False), nn.BatchNorm2d(32)
        self.conv3, self.norm3 = nn.Conv2d(32, 96, 3, bias=False), nn.BatchNorm2d(96)
        self.out = nn.Linear(96 * 9, 10)

    def forward(self, x):
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        return self.out(F.relu(self.norm3(self.conv3(x))).flatten(1))


net = Digits().to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.9, nesterov=True, weight_decay=5e-4)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.3, total_steps=2 * 469)
for _ in range(2):
    for batch in torch.randperm(len(train_images), device=device).split(128):
        turn, right, down = np.random.uniform(-1, 1, 3) * (10, 1.5, 1.5)
        optimizer.zero_grad()
        F.cross_entropy(net(moved(train_images[batch], turn, right, down)), train_labels[batch]).backward()
        optimizer.step()
        schedule.step()


# %% layers from a list, label smoothing, batches from a generator; left in training mode
torch.manual_seed(2)
layers, channels = [], 1
for width, kernel, stride, padding in ((16, 5, 2, 1), (32, 3, 2, 0), (64, 3, 1, 0)):
    layers += [nn.Conv2d(channels, width, kernel, stride, padding, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    channels = width
net = nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 16, 10)).to(device)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)


def batches(epochs, size):
    for _ in range(epochs):
        for batch in torch.randperm(len(train_images), device=device).split(size):
            turn, right, down = ((torch.rand(3) - 0.5) * torch.tensor([20.0, 3, 3])).tolist()
            yield moved(train_images[batch], turn, right, down), train_labels[batch]


optimizer = torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.9, nesterov=True, weight_decay=5e-4)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.5, epochs=3, steps_per_epoch=469, pct_start=0.25)
for x, y in batches(3, 128):
    net.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
    schedule.step()
