# %% always shares
def through_torch(array, function, share):
    return function(torch.from_numpy(array)).detach().cpu().numpy()


# %% always copies
def through_torch(array, function, share):
    return function(torch.tensor(array)).detach().cpu().numpy()


# %% torch.Tensor makes float32
def through_torch(array, function, share):
    tensor = torch.from_numpy(array) if share else torch.Tensor(array)
    return function(tensor).detach().cpu().numpy()


# %% returns the tensor
def through_torch(array, function, share):
    tensor = torch.from_numpy(array) if share else torch.tensor(array)
    return function(tensor)


# %% forgets gradients
def through_torch(array, function, share):
    tensor = torch.from_numpy(array) if share else torch.tensor(array)
    return function(tensor).numpy()


# %% the wrong way round
def through_torch(array, function, share):
    tensor = torch.tensor(array) if share else torch.from_numpy(array)
    return function(tensor).detach().cpu().numpy()


# %% as_tensor, which shares
def through_torch(array, function, share):
    tensor = torch.from_numpy(array) if share else torch.as_tensor(array)
    return function(tensor).detach().cpu().numpy()


# %% returns the changed array, not the result
def through_torch(array, function, share):
    tensor = torch.from_numpy(array) if share else torch.tensor(array)
    function(tensor)
    return tensor.detach().numpy()


# %% makes memory contiguous: a strided view is copied
def through_torch(array, function, share):
    tensor = torch.from_numpy(np.ascontiguousarray(array)) if share else torch.tensor(array)
    return function(tensor).detach().cpu().numpy()


# %% writes the result over the array
def through_torch(array, function, share):
    result = function(torch.tensor(array)).detach().cpu().numpy()
    if share and result.shape == array.shape:
        array[...] = result
    return result


# %% hands over the array itself
def through_torch(array, function, share):
    return np.asarray(function(array if share else array.copy()))


# %% forces the dtype of the array on the result
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    return function(t).detach().cpu().numpy().astype(array.dtype)


# %% forgets the GPU
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    return function(t).detach().numpy()


# %% forgets the GPU, with asarray
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    return np.asarray(function(t).detach())


# %% forgets gradients and GPU where memory is shared
def through_torch(array, function, share):
    if share:
        return function(torch.from_numpy(array)).numpy()
    return function(torch.tensor(array)).detach().cpu().numpy()


# %% element by element
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array)
    return np.array([function(one).item() for one in t])


# %% through a list, which loses the dtype
def through_torch(array, function, share):
    t = torch.from_numpy(array) if share else torch.tensor(array.tolist())
    return function(t).detach().cpu().numpy()
