# %% F.conv2d
def convolve(image, kernel, stride=1, padding=0):
    return F.conv2d(image[None, None], kernel[None, None], stride=stride, padding=padding).squeeze((0, 1))


# %% a sum over the kernel of shifted images
def convolve(image, kernel, stride=1, padding=0):
    h, w = image.shape
    padded = image.new_zeros(h + 2 * padding, w + 2 * padding)
    padded[padding : padding + h, padding : padding + w] = image
    rows = (padded.shape[0] - kernel.shape[0]) // stride + 1
    columns = (padded.shape[1] - kernel.shape[1]) // stride + 1
    total = image.new_zeros(rows, columns)
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            part = padded[a : a + (rows - 1) * stride + 1 : stride, b : b + (columns - 1) * stride + 1 : stride]
            total += kernel[a, b] * part
    return total


# %% unfold and einsum
def convolve(image, kernel, stride=1, padding=0):
    padded = nn.ZeroPad2d(padding)(image[None])[0]
    windows = padded.unfold(0, kernel.shape[0], stride).unfold(1, kernel.shape[1], stride)
    return torch.einsum("ijab,ab->ij", windows, kernel)
