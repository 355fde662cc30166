# %% takes the mean
def max_pool(images, size):
    return F.avg_pool2d(images, size)


# %% windows overlap
def max_pool(images, size):
    return F.max_pool2d(images, size, stride=1)


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
    return F.max_pool2d(images, size, ceil_mode=True)


# %% pools by two whatever the size
def max_pool(images, size):
    return F.max_pool2d(images, 2)


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
