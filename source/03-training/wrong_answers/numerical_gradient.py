# %% one-sided difference
def numerical_gradient(f, w, h=1e-4):
    gradient = torch.zeros_like(w)
    for k in range(w.numel()):
        nudge = torch.zeros_like(w)
        nudge.view(-1)[k] = h
        gradient.view(-1)[k] = (f(w + nudge) - f(w)) / h
    return gradient


# %% divides by h instead of 2 h
def numerical_gradient(f, w, h=1e-4):
    gradient = torch.zeros_like(w)
    for k in range(w.numel()):
        nudge = torch.zeros_like(w)
        nudge.view(-1)[k] = h
        gradient.view(-1)[k] = (f(w + nudge) - f(w - nudge)) / h
    return gradient


# %% nudges all entries at once
def numerical_gradient(f, w, h=1e-4):
    slope = (f(w + h) - f(w - h)) / (2 * h)
    return torch.full_like(w, slope.item())


# %% nudges w in place and never puts it back
def numerical_gradient(f, w, h=1e-4):
    gradient = torch.zeros_like(w)
    flat = w.view(-1)
    for k in range(w.numel()):
        flat[k] += h
        above = f(w)
        flat[k] -= 2 * h
        gradient.view(-1)[k] = (above - f(w)) / (2 * h)
    return gradient


# %% ignores the h that it is given
def numerical_gradient(f, w, h=1e-4):
    h = 1e-4
    gradient = torch.zeros_like(w)
    for k in range(w.numel()):
        nudge = torch.zeros_like(w)
        nudge.view(-1)[k] = h
        gradient.view(-1)[k] = (f(w + nudge) - f(w - nudge)) / (2 * h)
    return gradient


# %% asks autograd instead
def numerical_gradient(f, w, h=1e-4):
    w = w.clone().requires_grad_()
    f(w).backward()
    return w.grad


# %% works for one axis only
def numerical_gradient(f, w, h=1e-4):
    gradient = torch.zeros_like(w)
    for k in range(len(w)):
        nudge = torch.zeros_like(w)
        nudge[k] = h
        gradient[k] = (f(w + nudge) - f(w - nudge)) / (2 * h)
    return gradient


# %% collects the slopes in float32
def numerical_gradient(f, w, h=1e-4):
    gradient = torch.zeros(w.shape)
    for k in range(w.numel()):
        nudge = torch.zeros_like(w)
        nudge.view(-1)[k] = h
        gradient.view(-1)[k] = (f(w + nudge) - f(w - nudge)) / (2 * h)
    return gradient


# %% slopes rounded to float32, then made float64
def numerical_gradient(f, w, h=1e-4):
    g = torch.zeros(w.shape)
    for k in range(w.numel()):
        e = torch.zeros_like(w)
        e.view(-1)[k] = h
        g.view(-1)[k] = (f(w + e) - f(w - e)) / (2 * h)
    return g.double()
