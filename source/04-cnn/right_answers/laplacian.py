# %% slices
def laplacian(images, neighbors):
    p = F.pad(images, (1, 1, 1, 1), mode="replicate")
    total = p[:, :, :-2, 1:-1] + p[:, :, 2:, 1:-1] + p[:, :, 1:-1, :-2] + p[:, :, 1:-1, 2:]
    if neighbors == 8:
        total += p[:, :, :-2, :-2] + p[:, :, :-2, 2:] + p[:, :, 2:, :-2] + p[:, :, 2:, 2:]
    return total - neighbors * images


# %% every channel an image of its own
def laplacian(images, neighbors):
    n, c, h, w = images.shape
    kernel = torch.ones(3, 3)
    if neighbors == 4:
        kernel[::2, ::2] = 0
    kernel[1, 1] = -neighbors
    padded = nn.ReplicationPad2d(1)(images.reshape(n * c, 1, h, w))
    return F.conv2d(padded, kernel.to(images)[None, None]).reshape(n, c, h, w)


# %% nn.Conv2d with padding_mode
def laplacian(images, neighbors):
    c = images.shape[1]
    layer = nn.Conv2d(c, c, 3, padding=1, padding_mode="replicate", groups=c, bias=False, dtype=images.dtype)
    kernel = {4: [[0, 1, 0], [1, -4, 1], [0, 1, 0]], 8: [[1, 1, 1], [1, -8, 1], [1, 1, 1]]}[neighbors]
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(kernel))
        return layer(images)


# %% a box sum by average pooling
def laplacian(images, neighbors):
    p = F.pad(images, (1,) * 4, "replicate")
    if neighbors == 8:
        return F.avg_pool2d(p, 3, 1, divisor_override=1) - 9 * images
    return p[..., :-2, 1:-1] + p[..., 2:, 1:-1] + p[..., 1:-1, :-2] + p[..., 1:-1, 2:] - 4 * images
