# %% asks the network itself, with an identity and a zero
def collapse(layers):
    inputs = layers[0][0].shape[0]
    x = torch.cat((torch.eye(inputs), torch.zeros(1, inputs))).to(layers[0][0].dtype)
    for W, b in layers:
        x = x @ W + b
    return x[:-1] - x[-1], x[-1]


# %% matrices with a bias row, by reduce
def collapse(layers):
    from functools import reduce

    def whole(W, b):
        top = torch.cat((torch.ones(1, 1, dtype=W.dtype), b[None]), 1)
        bottom = torch.cat((torch.zeros(len(W), 1, dtype=W.dtype), W), 1)
        return torch.cat((top, bottom))

    product = reduce(torch.matmul, (whole(W, b) for W, b in layers))
    return product[1:, 1:], product[0, 1:]


# %% from the last layer to the first
def collapse(layers):
    W, b = layers[-1]
    for earlier_W, earlier_b in reversed(layers[:-1]):
        W, b = earlier_W @ W, earlier_b @ W + b
    return W, b


# %% recursion, F.linear, in place on clones
def collapse(layers):
    W, b = (one.clone() for one in layers[0])
    if len(layers) == 1:
        return W, b
    rest_W, rest_b = collapse(layers[1:])
    bias = rest_b.clone()
    bias += b @ rest_W
    return torch.einsum("ij,jk->ik", W, rest_W), bias


# %% the Jacobian of the network
def collapse(layers):
    def net(x):
        for W, b in layers:
            x = x @ W + b
        return x

    zero = torch.zeros(layers[0][0].shape[0], dtype=layers[0][0].dtype)
    return torch.func.jacrev(net)(zero).T, net(zero)


# %% a named tuple
from collections import namedtuple

Layer = namedtuple("Layer", "W b")


def collapse(layers):
    W, b = layers[0]
    for V, a in layers[1:]:
        W, b = W @ V, b @ V + a
    return Layer(W, b)


# %% matrices with a bias column, by multi_dot
def collapse(layers):
    def homogeneous(W, b):
        M = W.new_zeros(W.shape[0] + 1, W.shape[1] + 1)
        M[0, 0] = 1
        M[0, 1:] = b
        M[1:, 1:] = W
        return M

    Ms = [homogeneous(*layer) for layer in layers]
    M = Ms[0] if len(Ms) == 1 else torch.linalg.multi_dot(Ms)
    return M[1:, 1:], M[0, 1:]
