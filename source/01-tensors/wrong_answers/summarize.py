# %% the other axis
def summarize(x, axis):
    axis = 1 - axis if x.dim() == 2 and axis >= 0 else -1 - axis if x.dim() == 2 else axis
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.mean().item()


# %% always axis 1
def summarize(x, axis):
    return x.argmax(1), x.amax(1) - x.amin(1), x.mean().item()


# %% only axes 0 and 1
def summarize(x, axis):
    axis = 0 if axis == 0 else 1
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.mean().item()


# %% keeps the axis
def summarize(x, axis):
    spread = x.amax(axis, keepdim=True) - x.amin(axis, keepdim=True)
    return x.argmax(axis, keepdim=True), spread, x.mean().item()


# %% mean is a tensor
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.mean()


# %% mean along the axis
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.mean(axis).tolist()


# %% places in the flattened tensor
def summarize(x, axis):
    return x.argmax(), x.amax(axis) - x.amin(axis), x.mean().item()


# %% values instead of places
def summarize(x, axis):
    return x.amax(axis), x.amax(axis) - x.amin(axis), x.mean().item()


# %% the largest element, not the range
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis), x.mean().item()


# %% the range of everything
def summarize(x, axis):
    places = x.argmax(axis)
    return places, (x.max() - x.min()).expand(places.shape), x.mean().item()


# %% the largest absolute value's place
def summarize(x, axis):
    return x.abs().argmax(axis), x.amax(axis) - x.amin(axis), x.mean().item()


# %% the sum, not the mean
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.sum().item()


# %% starts from 0: wrong where all are negative
def summarize(x, axis):
    top = x.amax(axis).clamp(min=0)
    return x.argmax(axis), top - x.amin(axis).clamp(max=0), x.mean().item()


# %% squeezes other axes away, too
def summarize(x, axis):
    return x.argmax(axis).squeeze(), (x.amax(axis) - x.amin(axis)).squeeze(), x.mean().item()


# %% rounds the mean
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis) - x.amin(axis), round(x.mean().item(), 2)


# %% a NumPy number
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.numpy().mean()


# %% places and values together
def summarize(x, axis):
    return x.max(axis), x.max(axis)[0] - x.min(axis)[0], x.mean().item()


# %% counts negative axes from the second
def summarize(x, axis):
    if axis < 0:
        axis = 2 + axis
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.mean().item()


# %% the median
def summarize(x, axis):
    return x.argmax(axis), x.amax(axis) - x.amin(axis), x.median().item()
