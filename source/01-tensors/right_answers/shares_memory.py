# %% the addresses of the storages
def shares_memory(operation, x):
    return operation(x).untyped_storage().data_ptr() == x.untyped_storage().data_ptr()


# %% NumPy knows
def shares_memory(operation, x):
    return bool(np.shares_memory(operation(x).detach().numpy(), x.numpy()))


# %% on a copy with the same strides
def shares_memory(operation, x):
    twin = torch.empty_strided(x.shape, x.stride(), dtype=x.dtype)
    twin.copy_(x)
    y = operation(twin)
    before = y.tolist()
    twin.fill_(float("inf"))
    return y.tolist() != before


# %% restores with another assignment
def shares_memory(operation, x):
    y, saved = operation(x), x.tolist()
    before = y.clone()
    x.mul_(2).add_(3000)
    changed = (y != before).any().item()
    x[...] = torch.tensor(saved, dtype=x.dtype)
    return changed


# %% fills with nan
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    x.fill_(float("nan"))
    shared = bool(y.isnan().any())
    x.copy_(backup)
    return shared


# %% changes x.data
def shares_memory(operation, x):
    y, kept = operation(x), x.clone()
    was = y.clone()
    x.data.add_(5000)
    answer = bool((y != was).any())
    x.data.copy_(kept)
    return answer


# %% compares with the operation on the backup
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    x += 1
    shared = not torch.equal(y, operation(backup))
    x.copy_(backup)
    return shared
