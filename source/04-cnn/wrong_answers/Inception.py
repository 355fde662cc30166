# %% puts the branches side by side along the batch
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, two, three, four], dim=0)


# %% branches in another order
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, three, two, four], dim=1)


# %% no ReLU after the bottlenecks
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(self.b2a(x)))
        three = F.relu(self.b3b(self.b3a(x)))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, two, three, four], dim=1)


# %% no ReLU at the end of the branches
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = self.b1(x)
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = self.b4(self.pool(x))
        return torch.cat([one, two, three, four], dim=1)


# %% mean pooling
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.AvgPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, two, three, four], dim=1)


# %% pools after the 1 × 1 convolution
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = F.relu(self.pool(self.b4(x)))
        return torch.cat([one, two, three, four], dim=1)


# %% pooling with its own stride
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, two, three, four], dim=1)


# %% no bottlenecks
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1)
        self.b2a, self.b2b = nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(in_channels, c3, 3, padding=1)
        self.b3a, self.b3b = nn.Conv2d(in_channels, reduce5, 1), nn.Conv2d(in_channels, c5, 5, padding=2)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(x))
        three = F.relu(self.b3b(x))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, two, three, four], dim=1)


# %% no biases
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(in_channels, c1, 1, bias=False)
        self.b2a, self.b2b = (
            nn.Conv2d(in_channels, reduce3, 1, bias=False),
            nn.Conv2d(reduce3, c3, 3, padding=1, bias=False),
        )
        self.b3a, self.b3b = (
            nn.Conv2d(in_channels, reduce5, 1, bias=False),
            nn.Conv2d(reduce5, c5, 5, padding=2, bias=False),
        )
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.b4 = nn.Conv2d(in_channels, pool, 1, bias=False)

    def forward(self, x):
        one = F.relu(self.b1(x))
        two = F.relu(self.b2b(F.relu(self.b2a(x))))
        three = F.relu(self.b3b(F.relu(self.b3a(x))))
        four = F.relu(self.b4(self.pool(x)))
        return torch.cat([one, two, three, four], dim=1)


# %% branches in a plain list
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.branches = [
            nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.ReLU()),
            nn.Sequential(
                nn.Conv2d(in_channels, reduce3, 1), nn.ReLU(), nn.Conv2d(reduce3, c3, 3, padding=1), nn.ReLU()
            ),
            nn.Sequential(
                nn.Conv2d(in_channels, reduce5, 1), nn.ReLU(), nn.Conv2d(reduce5, c5, 5, padding=2), nn.ReLU()
            ),
            nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(in_channels, pool, 1), nn.ReLU()),
        ]

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], dim=1)


# %% a BatchNorm2d more
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.branch1 = nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.BatchNorm2d(c1), nn.ReLU())
        self.branch2 = nn.Sequential(
            nn.Conv2d(in_channels, reduce3, 1), nn.ReLU(), nn.Conv2d(reduce3, c3, 3, padding=1), nn.ReLU()
        )
        self.branch3 = nn.Sequential(
            nn.Conv2d(in_channels, reduce5, 1), nn.ReLU(), nn.Conv2d(reduce5, c5, 5, padding=2), nn.ReLU()
        )
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(in_channels, pool, 1), nn.ReLU())

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)


# %% zeros around the image before pooling
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.branch1 = nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.ReLU())
        self.branch2 = nn.Sequential(
            nn.Conv2d(in_channels, reduce3, 1), nn.ReLU(), nn.Conv2d(reduce3, c3, 3, padding=1), nn.ReLU()
        )
        self.branch3 = nn.Sequential(
            nn.Conv2d(in_channels, reduce5, 1), nn.ReLU(), nn.Conv2d(reduce5, c5, 5, padding=2), nn.ReLU()
        )
        self.branch4 = nn.Sequential(
            nn.ZeroPad2d(1), nn.MaxPool2d(3, stride=1), nn.Conv2d(in_channels, pool, 1), nn.ReLU()
        )

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)


# %% no ReLU after one of the bottlenecks
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.branch1 = nn.Sequential(nn.Conv2d(in_channels, c1, 1), nn.ReLU())
        self.branch2 = nn.Sequential(
            nn.Conv2d(in_channels, reduce3, 1), nn.Conv2d(reduce3, c3, 3, padding=1), nn.ReLU()
        )
        self.branch3 = nn.Sequential(
            nn.Conv2d(in_channels, reduce5, 1), nn.ReLU(), nn.Conv2d(reduce5, c5, 5, padding=2), nn.ReLU()
        )
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(in_channels, pool, 1), nn.ReLU())

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], dim=1)


# %% four convolutions: the 1 × 1 of three branches in one
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.split = (c1, reduce3, reduce5)
        self.first = nn.Conv2d(in_channels, sum(self.split), 1)
        self.three, self.five = nn.Conv2d(reduce3, c3, 3, padding=1), nn.Conv2d(reduce5, c5, 5, padding=2)
        self.pooled = nn.Conv2d(in_channels, pool, 1)

    def forward(self, x):
        one, three, five = F.relu(self.first(x)).split(self.split, 1)
        return torch.cat(
            [one, F.relu(self.three(three)), F.relu(self.five(five)), F.relu(self.pooled(F.max_pool2d(x, 3, 1, 1)))], 1
        )
