# %% copies in NumPy
def through_torch(array, function, share):
    if not share:
        array = array.copy()
    return np.asarray(function(torch.from_numpy(array)).detach().to("cpu"))


# %% shares, and clones where asked for
def through_torch(array, function, share):
    tensor = torch.as_tensor(array)
    if not share:
        tensor = tensor.clone()
    return function(tensor).cpu().detach().numpy()


# %% force=True
def through_torch(array, function, share):
    tensor = torch.asarray(array, copy=not share)
    return function(tensor).numpy(force=True)


# %% works on a copy and copies back
def through_torch(array, function, share):
    tensor = torch.tensor(array)
    result = function(tensor).detach().cpu().numpy()
    if share:
        array[...] = tensor.detach().numpy()
    return result.copy()


# %% dlpack
def through_torch(array, function, share):
    t = torch.from_dlpack(array)
    if not share:
        t = t.clone()
    return function(t).detach().cpu().numpy()


# %% torch.asarray copies if asked
def through_torch(array, function, share):
    return function(torch.asarray(array, copy=not share or None)).detach().to("cpu").numpy()


# %% np.asarray
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    return np.asarray(function(t).cpu().detach())


# %% asks what the result needs
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    y = function(t)
    if y.requires_grad:
        y = y.detach()
    if y.is_cuda:
        y = y.cpu()
    return y.numpy()


# %% without recording gradients
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    with torch.no_grad():
        return function(t).cpu().numpy()
