# %% row numbers as a column
def pick(x, columns):
    return x[torch.arange(len(x)).unsqueeze(1), columns]


# %% take_along_dim
def pick(x, columns):
    return torch.take_along_dim(x, columns, dim=1)


# %% loops
def pick(x, columns):
    out = torch.zeros(columns.shape, dtype=x.dtype)
    for i in range(columns.shape[0]):
        for j in range(columns.shape[1]):
            out[i, j] = x[i, columns[i, j]]
    return out


# %% flat places
def pick(x, columns):
    n, m = x.shape
    return x.flatten()[(torch.arange(n) * m).view(n, 1) + columns]


# %% through NumPy
def pick(x, columns):
    return torch.from_numpy(np.take_along_axis(x.numpy(), columns.numpy(), axis=1))


# %% the diagonal of all rows with all columns
def pick(x, columns):
    return x[:, columns].diagonal(dim1=0, dim2=1).T


# %% vmap
def pick(x, columns):
    return torch.vmap(lambda row, c: row.index_select(0, c))(x, columns) if len(x) else x.new_empty(columns.shape)


# %% row by row
def pick(x, columns):
    if len(x) == 0:
        return x.new_empty(columns.shape)
    return torch.stack([row[c] for row, c in zip(x, columns)])


# %% a mask over all columns
def pick(x, columns):
    hot = (columns[..., None] == torch.arange(x.shape[1]))
    return torch.where(hot, x[:, None], torch.zeros((), dtype=x.dtype)).sum(-1, dtype=x.dtype) if x.dtype != torch.bool else (hot & x[:, None]).any(-1)


# %% through lists
def pick(x, columns):
    a = x.tolist()
    return torch.tensor([[a[i][c] for c in row] for i, row in enumerate(columns.tolist())], dtype=x.dtype).reshape(columns.shape)
