# %% compares values: equal is not shared
def shares_memory(operation, x):
    y = operation(x)
    return y.numel() == x.numel() and torch.equal(y.reshape(-1).to(x.dtype), x.reshape(-1))


# %% compares addresses: a view may start elsewhere
def shares_memory(operation, x):
    return operation(x).data_ptr() == x.data_ptr()


# %% asks whether it is the same object
def shares_memory(operation, x):
    return operation(x) is x


# %% changes only the first element
def shares_memory(operation, x):
    y = operation(x)
    before, flat = y.clone(), x.view(-1) if x.is_contiguous() else x.T.view(-1)
    old = flat[0].item()
    flat[0] = 12345.0
    changed = not torch.equal(y, before)
    flat[0] = old
    return changed


# %% leaves x changed
def shares_memory(operation, x):
    y = operation(x)
    before = y.clone()
    x += 1
    return not torch.equal(y, before)


# %% takes the 1 away again: rounding
def shares_memory(operation, x):
    y = operation(x)
    before = y.clone()
    x += 1
    changed = not torch.equal(y, before)
    x -= 1
    return changed


# %% makes a new x instead of changing it
def shares_memory(operation, x):
    y = operation(x)
    before = y.clone()
    x = x + 1
    return not torch.equal(y, before)


# %% keeps no copy of the result, so compares it with itself
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    before = y
    x += 1
    changed = not torch.equal(y, before)
    x.copy_(backup)
    return changed


# %% fills with 0, which may be there already
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    before = y.clone()
    x.zero_()
    changed = not torch.equal(y, before)
    x.copy_(backup)
    return changed


# %% the backup shares memory, too
def shares_memory(operation, x):
    backup = x[:]
    y = operation(x)
    before = y.clone()
    x += 1
    changed = not torch.equal(y, before)
    x.copy_(backup)
    return changed


# %% writes to the result, which not all results allow
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    y += 1
    changed = not torch.equal(x, backup)
    x.copy_(backup)
    return changed


# %% asks whether it is a view of another tensor
def shares_memory(operation, x):
    return operation(x)._is_view()


# %% says that everything shares
def shares_memory(operation, x):
    return True


# %% tries it on a clone, which may lie otherwise in memory
def shares_memory(operation, x):
    x = x.clone()
    y = operation(x)
    before = y.clone()
    x += 1
    return not torch.equal(y, before)


# %% calls the operation again
def shares_memory(operation, x):
    backup = x.clone()
    before = operation(x)
    x += 1
    after = operation(x)
    shared = not torch.equal(before, after)
    x.copy_(backup)
    return shared


# %% a step so small that rounding hides it
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    before = y.clone()
    x += 1e-6
    shared = not torch.equal(y, before)
    x.copy_(backup)
    return shared


# %% doubles, which leaves 0 as it is
def shares_memory(operation, x):
    backup = x.clone()
    y = operation(x)
    before = y.clone()
    x *= 2
    shared = not torch.equal(y, before)
    x.copy_(backup)
    return shared
