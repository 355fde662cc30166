# %% a class with functional pooling, label smoothing, batches from a generator; left in training mode
torch.manual_seed(0)


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        widths = (1, 16, 32, 96)
        self.convs = nn.ModuleList(nn.Conv2d(i, o, k, bias=False) for i, o, k in zip(widths, widths[1:], (5, 3, 3)))
        self.norms = nn.ModuleList(nn.BatchNorm2d(o) for o in widths[1:])
        self.out = nn.Linear(96 * 9, 10)

    def forward(self, x):
        for k, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            x = norm(F.conv2d(x, conv.weight, stride=2 - (k > 0)).relu())
            x = F.max_pool2d(x, 2) if k == 1 else x
        return self.out(x.flatten(1))


def batches(epochs, size):
    for _ in range(epochs):
        for batch in torch.randperm(len(train_images), device=device).split(size):
            turn, right, down = np.random.uniform(-1, 1, 3) * (10, 1.5, 1.5)
            yield moved(train_images[batch], turn, right, down), train_labels[batch]


net, criterion = Digits().to(device), nn.CrossEntropyLoss(label_smoothing=0.1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.9, nesterov=True, weight_decay=5e-4)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.3, epochs=2, steps_per_epoch=469)
for x, y in batches(2, 128):
    net.zero_grad()
    criterion(net(x), y).backward()
    optimizer.step()
    schedule.step()
