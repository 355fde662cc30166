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


# %% the Fourier transform: small errors where zeros should be
def convolve(image, kernel, stride=1, padding=0):
    x = F.pad(image, (padding,) * 4)
    size = x.shape
    spectrum = torch.fft.rfft2(x) * torch.fft.rfft2(kernel, s=size).conj()
    full = torch.fft.irfft2(spectrum, s=size)
    return full[: size[0] - kernel.shape[0] + 1 : stride, : size[1] - kernel.shape[1] + 1 : stride].contiguous()


# %% F.unfold and a matrix product
def convolve(image, kernel, stride=1, padding=0):
    columns = F.unfold(image[None, None], kernel.shape, padding=padding, stride=stride)
    rows = (image.shape[0] + 2 * padding - kernel.shape[0]) // stride + 1
    return (kernel.flatten() @ columns[0]).view(rows, -1)


# %% an object that can be called
class Convolution:
    def __call__(self, image, kernel, stride=1, padding=0):
        canvas = image.new_zeros([s + 2 * padding for s in image.shape])
        canvas[padding : canvas.shape[0] - padding, padding : canvas.shape[1] - padding].copy_(image)
        windows = canvas.unfold(0, kernel.size(0), stride).unfold(1, kernel.size(1), stride)
        return (windows * kernel).sum((-1, -2))


convolve = Convolution()


# %% NumPy's sliding windows
def convolve(image, kernel, stride=1, padding=0):
    x = np.pad(image.numpy(), padding)
    windows = np.lib.stride_tricks.sliding_window_view(x, tuple(kernel.shape))[::stride, ::stride]
    return torch.from_numpy(np.tensordot(windows, kernel.numpy(), 2))
