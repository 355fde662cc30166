# %% a DataLoader
from torch.utils.data import DataLoader, TensorDataset


def train(net, images, labels, epochs, learning_rate, batch_size):
    loader = DataLoader(TensorDataset(images, labels), batch_size=batch_size, shuffle=True)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    net.train()
    losses = []
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(net(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


# %% momentum written out, no torch.optim
def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train()
    parameters = list(net.parameters())
    velocities = [torch.zeros_like(p) for p in parameters]
    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(images))
        for first in range(0, len(images), batch_size):
            batch = order[first : first + batch_size].to(images.device)
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            gradients = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                for p, g, v in zip(parameters, gradients, velocities):
                    v.mul_(0.9).add_(g)
                    p.sub_(learning_rate * v)
            losses.append(float(loss.detach()))
    return losses


# %% shuffles both with the same order, then slices
def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train(True)
    optimizer = torch.optim.SGD(net.parameters(), learning_rate, momentum=0.9)
    losses = []
    for _ in range(epochs):
        order = torch.randperm(images.shape[0])
        x, y = images[order], labels[order]
        for k in range(math.ceil(len(x) / batch_size)):
            part = slice(k * batch_size, (k + 1) * batch_size)
            net.zero_grad()
            loss = -F.log_softmax(net(x[part]), dim=1).gather(1, y[part].unsqueeze(1)).mean()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach().cpu().tolist())
    return losses


# %% functional: torch.func and velocities of its own
from torch.func import functional_call, grad_and_value


def train(net, images, labels, epochs, learning_rate, batch_size):
    net.train()
    params = dict(net.named_parameters())
    velocity = {k: torch.zeros_like(p) for k, p in params.items()}

    def loss_of(p, x, y):
        return F.cross_entropy(functional_call(net, p, (x,)), y)

    losses = []
    for _ in range(epochs):
        for part in torch.randperm(len(images), device=images.device).split(batch_size):
            now = {k: p.detach() for k, p in params.items()}
            grads, loss = grad_and_value(loss_of)(now, images[part], labels[part])
            with torch.no_grad():
                for k, p in params.items():
                    velocity[k] = 0.9 * velocity[k] + grads[k]
                    p -= learning_rate * velocity[k]
            losses.append(loss.item())
    return losses
