# %% view: it splits axes, so any strides will do
def max_pool(images, size):
    n, c, h, w = images.shape
    whole = images[:, :, : h // size * size, : w // size * size]
    return whole.view(n, c, h // size, size, w // size, size).max(dim=5).values.max(dim=3).values


# %% slices
def max_pool(images, size):
    h, w = images.shape[2] // size * size, images.shape[3] // size * size
    result = images[:, :, :h:size, :w:size].clone()
    for a in range(size):
        for b in range(size):
            torch.maximum(result, images[:, :, a:h:size, b:w:size], out=result)
    return result


# %% unfold
def max_pool(images, size):
    windows = images.unfold(2, size, size).unfold(3, size, size)
    return windows.flatten(4).max(dim=-1).values


# %% loops from minus infinity
def max_pool(images, size):
    n, c, h, w = images.shape
    result = torch.full((n, c, h // size, w // size), -math.inf, dtype=images.dtype)
    for i in range(h // size):
        for j in range(w // size):
            window = images[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size]
            result[:, :, i, j] = window.amax(dim=(2, 3))
    return result


# %% F.unfold, each channel an image of its own
def max_pool(images, size):
    n, c, h, w = images.shape
    blocks = F.unfold(images.reshape(n * c, 1, h, w), size, stride=size)
    return blocks.amax(1).view(n, c, h // size, w // size)
