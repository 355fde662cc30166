# %% flips the kernel
def convolve(image, kernel, stride=1, padding=0):
    padded, kernel = F.pad(image, (padding,) * 4), kernel.flip(0, 1)
    windows = padded.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride)
    return (windows * kernel).sum((2, 3))


# %% pads only the top and the left
def convolve(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (2 * padding, 0, 2 * padding, 0))
    windows = padded.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride)
    return (windows * kernel).sum((2, 3))


# %% one window too few
def convolve(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding,) * 4)
    height = (padded.shape[0] - kernel.shape[0]) // stride
    width = (padded.shape[1] - kernel.shape[1]) // stride
    result = torch.zeros(height, width, dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            window = padded[i * stride : i * stride + kernel.shape[0], j * stride : j * stride + kernel.shape[1]]
            result[i, j] = (window * kernel).sum()
    return result


# %% the stride shortens the result, but the window still moves by one
def convolve(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding,) * 4)
    kh, kw = kernel.shape
    height, width = (padded.shape[0] - kh) // stride + 1, (padded.shape[1] - kw) // stride + 1
    result = torch.zeros(height, width, dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            result[i, j] = (padded[i : i + kh, j : j + kw] * kernel).sum()
    return result


# %% right only for square images
def convolve(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding,) * 4)
    kh, kw = kernel.shape
    size = (padded.shape[0] - kh) // stride + 1
    result = torch.zeros(size, size, dtype=image.dtype)
    for i in range(size):
        for j in range(size):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            result[i, j] = (window * kernel).sum()
    return result


# %% right only for square kernels
def convolve(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding,) * 4)
    k = kernel.shape[0]
    height, width = ((side - k) // stride + 1 for side in padded.shape)
    result = torch.zeros(height, width, dtype=image.dtype)
    for i in range(height):
        for j in range(width):
            window = padded[i * stride : i * stride + k, j * stride : j * stride + k]
            result[i, j] = (window * kernel).sum()
    return result


# %% ignores the padding
def convolve(image, kernel, stride=1, padding=0):
    padded = image
    windows = padded.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride)
    return (windows * kernel).sum((2, 3))


# %% the result is always float32
def convolve(image, kernel, stride=1, padding=0):
    padded = F.pad(image, (padding,) * 4)
    kh, kw = kernel.shape
    height, width = (padded.shape[0] - kh) // stride + 1, (padded.shape[1] - kw) // stride + 1
    result = torch.zeros(height, width)
    for i in range(height):
        for j in range(width):
            window = padded[i * stride : i * stride + kh, j * stride : j * stride + kw]
            result[i, j] = (window * kernel).sum()
    return result


# %% repeats the border instead of padding with zeros
def convolve(image, kernel, stride=1, padding=0):
    x = F.pad(image[None], (padding,) * 4, mode="replicate")[0]
    return (x.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride) * kernel).sum((2, 3))


# %% the stride only for the rows
def convolve(image, kernel, stride=1, padding=0):
    x = F.pad(image, (padding,) * 4)
    return (x.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], 1) * kernel).sum((2, 3))


# %% squeezes, so a single row or column is lost
def convolve(image, kernel, stride=1, padding=0):
    x = F.pad(image, (padding,) * 4)
    return (x.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride) * kernel).sum((2, 3)).squeeze()


# %% keeps a batch and a channel dimension
def convolve(image, kernel, stride=1, padding=0):
    x = F.pad(image, (padding,) * 4)
    return (x.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride) * kernel).sum((2, 3))[None, None]


# %% writes the zeros into the image
def convolve(image, kernel, stride=1, padding=0):
    for side in range(padding):
        image[side] = image[-1 - side] = 0
    x = F.pad(image, (padding,) * 4)
    return (x.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride) * kernel).sum((2, 3))


# %% F.conv2d instead of one's own
def convolve(image, kernel, stride=1, padding=0):
    return F.conv2d(image[None, None], kernel[None, None], stride=stride, padding=padding)[0, 0]
