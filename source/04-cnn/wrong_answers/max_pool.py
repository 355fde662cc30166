# %% takes the mean
def max_pool(images, size):
    return F.avg_pool2d(images, size)


# %% windows overlap
def max_pool(images, size):
    return images.unfold(2, size, 1).unfold(3, size, 1).amax((4, 5))


# %% starts from zeros: wrong where all values are negative
def max_pool(images, size):
    n, c, h, w = images.shape
    result = torch.zeros(n, c, h // size, w // size, dtype=images.dtype)
    for a in range(size):
        for b in range(size):
            part = images[:, :, a : h // size * size : size, b : w // size * size : size]
            result = torch.maximum(result, part)
    return result


# %% keeps what fills no window
def max_pool(images, size):
    h, w = images.shape[2:]
    images = F.pad(images, (0, -w % size, 0, -h % size), value=-math.inf)
    return images.unfold(2, size, size).unfold(3, size, size).amax((4, 5))


# %% pools by two whatever the size
def max_pool(images, size):
    return images.unfold(2, 2, 2).unfold(3, 2, 2).amax((4, 5))


# %% view groups rows with columns wrongly
def max_pool(images, size):
    n, c, h, w = images.shape
    rows, columns = h // size, w // size
    whole = images[:, :, : rows * size, : columns * size]
    return whole.reshape(n, c, rows, columns, size * size).amax(-1)


# %% only for sizes that divide the image
def max_pool(images, size):
    n, c, h, w = images.shape
    return images.reshape(n, c, h // size, size, w // size, size).amax((3, 5))


# %% keeps the corner of each window: a stride, no pooling
def max_pool(images, size):
    h, w = images.shape[2] // size * size, images.shape[3] // size * size
    return images[:, :, :h:size, :w:size].clone()


# %% the maximum over all channels
def max_pool(images, size):
    n, c, h, w = images.shape
    out = torch.zeros(n, c, h // size, w // size, dtype=images.dtype)
    for k in range(n):
        for i in range(h // size):
            for j in range(w // size):
                out[k, :, i, j] = images[k, :, i * size : (i + 1) * size, j * size : (j + 1) * size].max()
    return out


# %% the largest absolute value
def max_pool(images, size):
    x = images.unfold(2, size, size).unfold(3, size, size).flatten(-2)
    return x.gather(-1, x.abs().argmax(-1, keepdim=True))[..., 0]


# %% right only for square images
def max_pool(images, size):
    n, c, h, w = images.shape
    out = torch.zeros(n, c, h // size, h // size, dtype=images.dtype)
    for i in range(h // size):
        for j in range(h // size):
            out[:, :, i, j] = images[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size].amax((2, 3))
    return out


# %% the result is always float32
def max_pool(images, size):
    n, c, h, w = images.shape
    out = torch.zeros(n, c, h // size, w // size)
    for i in range(h // size):
        for j in range(w // size):
            out[:, :, i, j] = images[:, :, i * size : (i + 1) * size, j * size : (j + 1) * size].amax((2, 3))
    return out


# %% F.max_pool2d instead of one's own
def max_pool(images, size):
    return F.max_pool2d(images, size)
