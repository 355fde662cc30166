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
