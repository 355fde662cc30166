# %% the current channels are never updated
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            bricks.append(nn.ReLU())
            last = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear((plan and channels) * size * size, classes))


# %% the last layer forgets the pools
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            bricks.append(nn.ReLU())
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% no ReLU
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% no padding
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3))
            bricks.append(nn.ReLU())
            channels, size = step, size - 2
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% rounds odd sides up
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2, ceil_mode=True))
            size = (size + 1) // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            bricks.append(nn.ReLU())
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% mean pooling
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.AvgPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            bricks.append(nn.ReLU())
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% a ReLU after the last layer
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            bricks.append(nn.ReLU())
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes), nn.ReLU())


# %% uses the plan up
def build_cnn(plan, channels, size, classes):
    bricks = []
    while plan:
        step = plan.pop(0)
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1))
            bricks.append(nn.ReLU())
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% without biases
def build_cnn(plan, channels, size, classes):
    bricks = []
    for step in plan:
        if step == "M":
            bricks.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            bricks.append(nn.Conv2d(channels, step, 3, padding=1, bias=False))
            bricks.append(nn.ReLU())
            channels = step
    return nn.Sequential(*bricks, nn.Flatten(), nn.Linear(channels * size * size, classes))


# %% a block in a block
def build_cnn(plan, channels, size, classes):
    layers = []
    for step in plan:
        if step == "M":
            layers.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            layers.append(nn.Sequential(nn.Conv2d(channels, step, 3, padding=1), nn.ReLU()))
            channels = step
    layers.append(nn.Flatten())
    layers.append(nn.Linear(channels * size * size, classes))
    return nn.Sequential(*layers)


# %% remembers the network of an earlier call
from functools import cache


@cache
def made(plan, channels, size, classes):
    layers = []
    for step in plan:
        if step == "M":
            layers.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            layers.append(nn.Conv2d(channels, step, 3, padding=1))
            layers.append(nn.ReLU())
            channels = step
    layers.append(nn.Flatten())
    layers.append(nn.Linear(channels * size * size, classes))
    return nn.Sequential(*layers)


def build_cnn(plan, channels, size, classes):
    return made(tuple(plan), channels, size, classes)


# %% fails for a plan without numbers
def build_cnn(plan, channels, size, classes):
    layers = []
    for step in plan:
        if step == "M":
            layers.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            layers.append(nn.Conv2d(channels, step, 3, padding=1))
            layers.append(nn.ReLU())
            channels = step
    layers.append(nn.Flatten())
    layers.append(nn.Linear([c for c in plan if c != "M"][-1] * size * size, classes))
    return nn.Sequential(*layers)


# %% the last layer takes channels × side
def build_cnn(plan, channels, size, classes):
    layers = []
    for step in plan:
        if step == "M":
            layers.append(nn.MaxPool2d(2))
            size = size // 2
        else:
            layers.append(nn.Conv2d(channels, step, 3, padding=1))
            layers.append(nn.ReLU())
            channels = step
    layers.append(nn.Flatten())
    layers.append(nn.Linear(channels * size, classes))
    return nn.Sequential(*layers)
