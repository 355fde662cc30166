# %% without ones
def affine(x, W):
    return W[0] + x @ W[1:]


# %% F.linear
def affine(x, W):
    return F.linear(x, W[1:].T, W[0])


# %% F.pad puts the 1 in front
def affine(x, W):
    return F.pad(x, (1, 0), value=1.0) @ W


# %% einsum on a batch, made one row again at the end
def affine(x, W):
    batch = x if x.dim() == 2 else x[None]
    extended = torch.empty(len(batch), batch.shape[1] + 1, dtype=x.dtype)
    extended[:, 0] = 1
    extended[:, 1:] = batch
    out = torch.einsum("ni,io->no", extended, W)
    return out if x.dim() == 2 else out[0]


# %% addmm and loops over neurons
def affine(x, W):
    columns = [x @ W[1:, k] + W[0, k] for k in range(W.shape[1])]
    return torch.stack(columns, dim=-1)


# %% ones without a dtype: cat takes the wider one
def affine(x, W):
    return torch.cat((torch.ones((*x.shape[:-1], 1)), x), dim=-1) @ W


# %% an nn.Linear made on the spot
def affine(x, W):
    layer = nn.Linear(W.shape[0] - 1, W.shape[1], dtype=W.dtype)
    layer.weight.data, layer.bias.data = W[1:].T, W[0]
    return layer(x)


# %% a new tensor, filled in place
def affine(x, W):
    X = torch.empty(*x.shape[:-1], x.shape[-1] + 1, dtype=x.dtype)
    X[..., 0] = 1
    X[..., 1:] = x
    return torch.matmul(X, W)
