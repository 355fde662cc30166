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
