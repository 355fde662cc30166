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
