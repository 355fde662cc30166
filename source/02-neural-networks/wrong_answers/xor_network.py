# %% left at zero
W1 = torch.tensor([[0.0, 0.0], [0.0, 0.0]])
b1 = torch.tensor([0.0, 0.0])
W2 = torch.tensor([[0.0], [0.0]])
b2 = torch.tensor([0.0])
xor_layers = [(W1, b1), (W2, b2)]


# %% OR
W1 = torch.tensor([[1.0, 1.0], [1.0, 1.0]])
b1 = torch.tensor([-0.5, -0.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% thresholds instead of biases
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([0.5, -1.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% OR and NOR
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.5, 0.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% XNOR
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.5, 1.5])
W2 = torch.tensor([[-1.0], [-1.0]])
b2 = torch.tensor([1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% the second layer is OR
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.5, 1.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-0.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% only right for exact inputs: OR fires at the slightest noise
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([0.0, 1.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% only right for exact inputs: NAND touches a corner
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.5, 1.85])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% the textbook's numbers for a ReLU network, whose lines pass through corners
W1 = torch.tensor([[1.0, 1.0], [1.0, 1.0]])
b1 = torch.tensor([0.0, -1.0])
W2 = torch.tensor([[1.0], [-2.0]])
b2 = torch.tensor([0.0])
xor_layers = [(W1, b1), (W2, b2)]


# %% weights of the first layer transposed
W1 = torch.tensor([[1.0, 1.0], [-1.0, -1.0]])
b1 = torch.tensor([-0.5, 1.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% W2 is a row
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.5, 1.5])
W2 = torch.tensor([[1.0, 1.0]])
b2 = torch.tensor([-1.5])
xor_layers = [(W1, b1), (W2, b2)]


# %% b2 is a number
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.5, 1.5])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor(-1.5)
xor_layers = [(W1, b1), (W2, b2)]


# %% lists, not tensors
W1 = [[1.0, -1.0], [1.0, -1.0]]
b1 = [-0.5, 1.5]
W2 = [[1.0], [1.0]]
b2 = [-1.5]
xor_layers = [(W1, b1), (W2, b2)]


# %% both layers exactly on their thresholds
W1 = torch.tensor([[1.0, -1.0], [1.0, -1.0]])
b1 = torch.tensor([-0.0, 2.0])
W2 = torch.tensor([[1.0], [1.0]])
b2 = torch.tensor([-1.0])
xor_layers = [(W1, b1), (W2, b2)]
