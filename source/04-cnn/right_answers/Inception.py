# %% layers in another order, one nn.ReLU for all
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        relu = nn.ReLU(inplace=True)
        self.after_pool = nn.Conv2d(in_channels, pool, 1)
        self.middle = nn.Sequential(nn.Conv2d(in_channels, reduce3, 1), relu, nn.Conv2d(reduce3, c3, 3, padding="same"))
        self.large = nn.Sequential(nn.Conv2d(in_channels, reduce5, 1), relu, nn.Conv2d(reduce5, c5, 5, padding="same"))
        self.small = nn.Conv2d(in_channels, c1, kernel_size=1)

    def forward(self, x):
        pooled = self.after_pool(F.max_pool2d(x, 3, 1, 1))
        return F.relu(torch.cat((self.small(x), self.middle(x), self.large(x), pooled), 1))


# %% a ModuleList of branches, the result filled in
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()

        def conv(inputs, outputs, k):
            return nn.Sequential(nn.Conv2d(inputs, outputs, k, padding=(k - 1) // 2), nn.ReLU())

        self.widths = [c1, c3, c5, pool]
        self.branches = nn.ModuleList(
            [
                conv(in_channels, c1, 1),
                nn.Sequential(conv(in_channels, reduce3, 1), conv(reduce3, c3, 3)),
                nn.Sequential(conv(in_channels, reduce5, 1), conv(reduce5, c5, 5)),
                nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(in_channels, pool, 1)),
            ]
        )

    def forward(self, x):
        result = x.new_zeros(len(x), sum(self.widths), *x.shape[2:])
        first = 0
        for branch, width in zip(self.branches, self.widths):
            result[:, first : first + width] = branch(x)
            first += width
        return result


# %% the two bottlenecks and branch 1 computed together, weights kept apart
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        self.ones = nn.ModuleList(nn.Conv2d(in_channels, width, 1) for width in (c1, reduce3, reduce5, pool))
        self.three, self.five = nn.Conv2d(reduce3, c3, 3, padding=1), nn.Conv2d(reduce5, c5, 5, padding=2)

    def forward(self, x):
        first = self.ones[:3]
        weight, bias = torch.cat([c.weight for c in first]), torch.cat([c.bias for c in first])
        a, b, c = F.conv2d(x, weight, bias).relu().split([len(c.bias) for c in first], dim=1)
        d = self.ones[3](F.max_pool2d(x, 3, stride=1, padding=1)).relu()
        return torch.hstack([a, self.three(b).relu(), self.five(c).relu(), d])


# %% lazy layers in a ModuleDict
class Inception(nn.Module):
    def __init__(self, in_channels, c1, reduce3, c3, reduce5, c5, pool):
        super().__init__()
        conv = lambda out, k: nn.Sequential(nn.LazyConv2d(out, k, padding=k // 2), nn.ReLU(inplace=True))
        self.paths = nn.ModuleDict(
            dict(
                a=conv(c1, 1),
                b=nn.Sequential(conv(reduce3, 1), conv(c3, 3)),
                c=nn.Sequential(conv(reduce5, 1), conv(c5, 5)),
                d=nn.Sequential(nn.MaxPool2d(3, 1, padding=1), conv(pool, 1)),
            )
        )
        self(torch.zeros(1, in_channels, 2, 2))

    def forward(self, x):
        return torch.cat([path(x) for path in self.paths.values()], dim=-3)
