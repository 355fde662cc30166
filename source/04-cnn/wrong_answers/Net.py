# %% no ReLU after the convolutions
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
        x = self.pool(self.conv1(x))
        x = self.pool(self.conv2(x))
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% no ReLU between fc1 and fc2
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
        x = x.flatten(1)
        x = self.fc1(x)
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% a ReLU after the last layer
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
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return F.relu(self.fc3(x))

    def shapes(self, x):
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% softmax at the end: the loss wants logits
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
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x).softmax(1)

    def shapes(self, x):
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% fc1 for 32 × 32 images only
class Net(nn.Module):
    def __init__(self, size=32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        side = ((size - 4) // 2 - 4) // 2
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% shapes copied from the table
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
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        n = len(x)
        sides = ((3, 32), (6, 28), (6, 14), (16, 10), (16, 5))
        return [(n, c, s, s) for c, s in sides] + [(n, 400), (n, 120), (n, 84), (n, 10)]


# %% shapes for one image whatever is given
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
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        x = x[:1]
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% mean pooling
class Net(nn.Module):
    def __init__(self, size=32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.AvgPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        side = ((size - 4) // 2 - 4) // 2
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = x.flatten(1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)

    def shapes(self, x):
        found = [tuple(x.shape)]
        for layer in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = layer(x)
            found.append(tuple(x.shape))
        return found


# %% log-softmax at the end
class Net(nn.Module):
    def __init__(self, size: int = 32):
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
        x = F.relu(self.fc1(x.flatten(1)))
        x = F.relu(self.fc2(x))
        return F.log_softmax(self.fc3(x), 1)

    def shapes(self, x):
        found = [tuple(x.shape)]
        for step in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = step(x)
            found.append(tuple(x.shape))
        return found


# %% squeezes, so one image loses its row
class Net(nn.Module):
    def __init__(self, size: int = 32):
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
        x = F.relu(self.fc1(x.flatten(1)))
        x = F.relu(self.fc2(x))
        return self.fc3(x).squeeze()

    def shapes(self, x):
        found = [tuple(x.shape)]
        for step in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = step(x)
            found.append(tuple(x.shape))
        return found


# %% dropout, which the table has not
class Net(nn.Module):
    def __init__(self, size: int = 32):
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
        x = F.relu(self.fc1(x.flatten(1)))
        x = F.relu(self.fc2(x))
        return self.fc3(F.dropout(x, 0.5, self.training))

    def shapes(self, x):
        found = [tuple(x.shape)]
        for step in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = step(x)
            found.append(tuple(x.shape))
        return found


# %% fc1 rounds only once
class Net(nn.Module):
    def __init__(self, size: int = 32):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        side = int(((size - 4) / 2 - 4) / 2 + 0.5)
        self.fc1 = nn.Linear(16 * side * side, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = F.relu(self.fc1(x.flatten(1)))
        return self.fc3(F.relu(self.fc2(x)))

    def shapes(self, x):
        found = [tuple(x.shape)]
        for step in (self.conv1, self.pool, self.conv2, self.pool, nn.Flatten(), self.fc1, self.fc2, self.fc3):
            x = step(x)
            found.append(tuple(x.shape))
        return found
