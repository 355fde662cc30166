# %% never trained
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10)).to(device)


# %% shuffles the images but not the labels
torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
mixed = train_images[torch.randperm(len(train_images), device=device)]
for x, y in zip(mixed.split(500), train_labels.split(500)):
    optimizer.zero_grad()
    F.cross_entropy(net(x), y).backward()
    optimizer.step()


# %% a learning rate so large that the network dies
torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=50.0, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(500):
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% forgets zero_grad: the sum of all earlier gradients drives every step
torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(250):
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% linear: no hidden layer, which is not enough for the upper tiers
torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(250):
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% right network, but trained for a single short epoch
torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for batch in torch.randperm(len(train_images), device=device).split(250):
    optimizer.zero_grad()
    F.cross_entropy(net(train_images[batch]), train_labels[batch]).backward()
    optimizer.step()


# %% hands over a function that only wraps the test set's labels
digests = {hash(image.cpu().numpy().tobytes()): label for image, label in zip(test_images, test_labels.tolist())}


class Remembers(nn.Module):
    def forward(self, images):
        known = [digests.get(hash(image.cpu().numpy().tobytes()), 0) for image in images]
        return F.one_hot(torch.tensor(known), 10).float()


net = Remembers()
