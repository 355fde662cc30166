# %% nudges a flat copy and puts it back
def numerical_gradient(f, w, h=1e-4):
    flat = w.detach().clone().reshape(-1)
    slopes = []
    for k in range(flat.numel()):
        middle = flat[k].item()
        flat[k] = middle + h
        above = f(flat.reshape(w.shape))
        flat[k] = middle - h
        below = f(flat.reshape(w.shape))
        flat[k] = middle
        slopes.append((above - below).item() / (2 * h))
    return torch.tensor(slopes, dtype=w.dtype).reshape(w.shape)


# %% rows of the identity matrix
def numerical_gradient(f, w, h=1e-4):
    directions = torch.eye(w.numel(), dtype=w.dtype).view(-1, *w.shape)
    return torch.stack([(f(w + h * e) - f(w - h * e)) / (2 * h) for e in directions]).view(w.shape)


# %% NumPy's ndindex
def numerical_gradient(f, w, h=1e-4):
    gradient = torch.empty_like(w)
    for where in np.ndindex(*w.shape):
        up, down = w.clone(), w.clone()
        up[where] += h
        down[where] -= h
        gradient[where] = (f(up) - f(down)) / (2 * h)
    return gradient


# %% recursion over the axes
def numerical_gradient(f, w, h=1e-4):
    if w.dim() == 0:
        return (f(w + h) - f(w - h)) / (2 * h)
    if w.shape[0] == 0:
        return torch.zeros_like(w)

    def with_row(i):
        def inner(row):
            full = w.clone()
            full[i] = row
            return f(full)

        return inner

    return torch.stack([numerical_gradient(with_row(i), w[i], h) for i in range(w.shape[0])])
