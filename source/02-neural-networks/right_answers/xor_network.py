# %% x1 and not x2, or x2 and not x1
W1 = torch.tensor([[1.0, -1.0], [-1.0, 1.0]])
b1 = torch.tensor([-0.5, -0.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-0.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% OR but not AND, in another order and scale
W1 = torch.tensor([[20.0, 3.0], [20.0, 3.0]])
b1 = torch.tensor([-30.0, -1.5])
W2 = torch.tensor([[-7.0], [5.0]])
b2 = torch.tensor([-2.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% integers
W1 = torch.tensor([[2, -2], [2, -2]])
b1 = torch.tensor([-1, 3])
W2 = torch.tensor([[2], [2]])
b2 = torch.tensor([-3])
xor_layers = [(W1, b1), (W2, b2)]


# %% NAND and OR in float64, with gradients
W1 = torch.tensor([[-1.0, 1.0], [-1.0, 1.0]], dtype=torch.float64, requires_grad=True)
b1 = torch.tensor([1.5, -0.5], dtype=torch.float64)
W2 = torch.tensor([[1.0], [1.0]], dtype=torch.float64)
b2 = torch.tensor([-1.5], dtype=torch.float64)
xor_layers = [(W1, b1), (W2, b2)]


# %% NOR and AND, of which neither may fire
W1 = torch.tensor([[-1.0, 1.0], [-1.0, 1.0]])
b1 = torch.tensor([0.5, -1.5])
W2 = torch.tensor([[-1.0], [-1.0]])
b2 = torch.tensor([0.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% just what noise allows, where 3 · 0.1 is rounded
W1 = torch.tensor([[3.0, -3.0], [3.0, -3.0]], dtype=torch.float64)
b1 = torch.tensor([-0.6, 5.3], dtype=torch.float64)
W2 = torch.ones(2, 1, dtype=torch.float64)
b2 = torch.tensor([-1.0], dtype=torch.float64)
xor_layers = [(W1, b1), (W2, b2)]


# %% taken from nn.Linear layers
one, two = nn.Linear(2, 2), nn.Linear(2, 1)
with torch.no_grad():
    one.weight.copy_(torch.tensor([[1.0, 1.0], [-1.0, -1.0]]))
    one.bias.copy_(torch.tensor([-0.5, 1.5]))
    two.weight.copy_(torch.tensor([[1.0, 1.0]]))
    two.bias.fill_(-1.5)
W1, b1, W2, b2 = one.weight.T, one.bias, two.weight.T, two.bias
xor_layers = [(W1, b1), (W2, b2)]
