# %% no hidden layer
spiral_net = nn.Linear(2, 3)
fit(spiral_net, spiral_points, spiral_labels)


# %% never trained
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 3))


# %% hidden layers without activation
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 48), nn.Linear(48, 48), nn.Linear(48, 3))
fit(spiral_net, spiral_points, spiral_labels)


# %% one small hidden layer: some of the points
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 3))
fit(spiral_net, spiral_points, spiral_labels)


# %% two outputs
spiral_net = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 2))
fit(spiral_net, spiral_points, spiral_labels.clamp(max=1))


# %% the classes, not scores
torch.manual_seed(0)
trained = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 3))
fit(trained, spiral_points, spiral_labels)


class Decided(nn.Module):
    def forward(self, x):
        return trained(x).argmax(1)


spiral_net = Decided()


# %% learned by heart: the labels are in another order
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 3))
fit(spiral_net, spiral_points, spiral_labels[torch.randperm(600)])


# %% ten steps only
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 3))
fit(spiral_net, spiral_points, spiral_labels, steps=10)


# %% a learning rate that runs away
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 3))
fit(spiral_net, spiral_points, spiral_labels, learning_rate=10.0)


# %% a function
torch.manual_seed(0)
trained = nn.Sequential(nn.Linear(2, 48), nn.ReLU(), nn.Linear(48, 48), nn.ReLU(), nn.Linear(48, 3))
fit(trained, spiral_points, spiral_labels)
spiral_net = lambda x: trained(x)


# %% float64 parameters
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3)).double()
fit(spiral_net, spiral_points.double(), spiral_labels)


# %% trains another network
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3))
fit(
    nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3)),
    spiral_points,
    spiral_labels,
)


# %% a learning rate that does not get anywhere
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3))
fit(spiral_net, spiral_points, spiral_labels, learning_rate=1e-5)


# %% what fit returns
torch.manual_seed(0)
spiral_net = fit(
    nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3)),
    spiral_points,
    spiral_labels,
)


# %% sees one arm only
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 3))
fit(spiral_net, spiral_points[spiral_labels == 0], spiral_labels[spiral_labels == 0])


# %% one output
torch.manual_seed(0)
spiral_net = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 1))
