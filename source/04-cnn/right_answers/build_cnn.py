# %% one ReLU and one pool used again and again
def build_cnn(plan, channels, size, classes):
    relu, pool, net = nn.ReLU(), nn.MaxPool2d(2), nn.Sequential()
    for step in plan:
        if step == "M":
            net.append(pool)
            size >>= 1
            continue
        net.append(nn.Conv2d(channels, step, kernel_size=(3, 3), padding="same"))
        net.append(relu)
        channels = step
    net.append(nn.Flatten())
    net.append(nn.Linear(channels * size**2, classes))
    return net


# %% the number of inputs from a dry run
def build_cnn(plan, channels, size, classes):
    widths = [channels, *(step for step in plan if step != "M")]
    bricks, k = [], 0
    for step in plan:
        if isinstance(step, str):
            bricks.append(nn.MaxPool2d(kernel_size=2, stride=2))
        else:
            bricks += [nn.Conv2d(widths[k], widths[k + 1], 3, 1, 1), nn.ReLU(inplace=True)]
            k += 1
    bricks.append(nn.Flatten())
    with torch.no_grad():
        inputs = nn.Sequential(*bricks)(torch.zeros(1, channels, size, size)).shape[1]
    return nn.Sequential(*bricks, nn.Linear(inputs, classes))


# %% named layers
from collections import OrderedDict


def build_cnn(plan, channels, size, classes):
    layers = OrderedDict()
    for k, step in enumerate(plan):
        if step == "M":
            layers[f"pool{k}"] = nn.MaxPool2d(2)
        else:
            layers[f"conv{k}"] = nn.Conv2d(channels, step, 3, padding=1)
            layers[f"relu{k}"] = nn.ReLU()
            channels = step
    side = size // 2 ** plan.count("M")
    layers["flatten"] = nn.Flatten()
    layers["linear"] = nn.Linear(channels * side * side, classes)
    return nn.Sequential(layers)


# %% lazy layers and a dry run
def build_cnn(plan, channels, size, classes):
    bricks = [
        b
        for s in plan
        for b in ([nn.MaxPool2d(2)] if s == "M" else [nn.LazyConv2d(s, 3, padding=1), nn.ReLU(inplace=True)])
    ]
    net = nn.Sequential(*bricks, nn.Flatten(), nn.LazyLinear(classes))
    net(torch.zeros(1, channels, size, size))
    return net


# %% a subclass of nn.Sequential
class LegoNet(nn.Sequential):
    def __init__(self, plan, channels, size, classes):
        widths = [channels, *(c for c in plan if c != "M")]
        numbers = iter(zip(widths, widths[1:]))
        super().__init__()
        for step in plan:
            if step == "M":
                self.append(nn.MaxPool2d(2))
            else:
                self.append(nn.Conv2d(*next(numbers), 3, padding=(1, 1)))
                self.append(nn.ReLU())
        self.append(nn.Flatten())
        self.append(nn.Linear(widths[-1] * (size // 2 ** plan.count("M")) ** 2, classes))


build_cnn = LegoNet
