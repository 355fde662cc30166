# %% forgets zero_grad
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% drops the last, smaller batch
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(images), device=images.device)
        for k in range(len(images) // batch_size):
            batch = order[k * batch_size : (k + 1) * batch_size]
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% shuffles the images but not the labels
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        shuffled = images[torch.randperm(len(images), device=images.device)]
        for x, y in zip(shuffled.split(batch_size), labels.split(batch_size)):
            loss = F.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% never shuffles
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for x, y in zip(images.split(batch_size), labels.split(batch_size)):
            loss = F.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% shuffles once, before the first epoch
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    order = torch.randperm(len(images), device=images.device)
    for _ in range(epochs):
        for batch in order.split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% draws batches with replacement
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for first in range(0, len(images), batch_size):
            size = min(batch_size, len(images) - first)
            batch = torch.randint(len(images), (size,), device=images.device)
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% leaves the network in evaluation mode
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% returns tensors, each with its whole graph
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss)
    return losses


# %% one loss an epoch
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
    return losses


# %% makes a new optimizer in every step: momentum is lost
def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% makes a new optimizer in every epoch: momentum is lost in between
def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train()
    losses = []
    for _ in range(epochs):
        optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% clears the gradients between backward and step: nothing is learned
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% softmax before the cross-entropy, which applies its own
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]).softmax(1), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% Adam instead of SGD with momentum
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.Adam(net.parameters(), lr=learning_rate)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% equal batches by chunk
def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train()
    opt = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    losses = []
    n = len(images)
    for _ in range(epochs):
        for idx in torch.randperm(n).tensor_split(math.ceil(n / batch_size)):
            opt.zero_grad()
            loss = F.cross_entropy(net(images[idx]), labels[idx])
            loss.backward()
            opt.step()
            losses.append(loss.item())
    return losses


# %% shuffles batches, not images
def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train()
    opt = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    losses = []
    parts = torch.arange(len(images)).split(batch_size)
    for _ in range(epochs):
        for k in torch.randperm(len(parts)):
            idx = parts[k]
            opt.zero_grad()
            loss = F.cross_entropy(net(images[idx]), labels[idx])
            loss.backward()
            opt.step()
            losses.append(loss.item())
    return losses


# %% trains a copy of the network
def train(net, images, labels, epochs, learning_rate, batch_size):
    import copy

    net = copy.deepcopy(net).train()
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% leaves the weights alone where the loss is small
def train(net, images, labels, epochs, learning_rate, batch_size):
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for batch in torch.randperm(len(images), device=images.device).split(batch_size):
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            if loss > 0.05:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            losses.append(loss.item())
    return losses
