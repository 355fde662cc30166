# %% zeros around the image: false edges
def laplacian(images, neighbors):
    corner = float(neighbors == 8)
    kernel = torch.tensor([[corner, 1, corner], [1, -neighbors, 1], [corner, 1, corner]], dtype=images.dtype)
    c = images.shape[1]
    return F.conv2d(images, kernel.expand(c, 1, 3, 3), padding=1, groups=c)


# %% adds the channels up
def laplacian(images, neighbors):
    corner = float(neighbors == 8)
    kernel = torch.tensor([[corner, 1, corner], [1, -neighbors, 1], [corner, 1, corner]], dtype=images.dtype)
    c = images.shape[1]
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    return F.conv2d(padded, kernel.expand(c, c, 3, 3))


# %% the sign is the wrong way round
def laplacian(images, neighbors):
    corner = float(neighbors == 8)
    kernel = -torch.tensor([[corner, 1, corner], [1, -neighbors, 1], [corner, 1, corner]], dtype=images.dtype)
    c = images.shape[1]
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    return F.conv2d(padded, kernel.expand(c, 1, 3, 3), groups=c)


# %% always the kernel with four neighbors
def laplacian(images, neighbors):
    kernel = torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]], dtype=images.dtype)
    c = images.shape[1]
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    return F.conv2d(padded, kernel.expand(c, 1, 3, 3), groups=c)


# %% reflects at the border
def laplacian(images, neighbors):
    corner = float(neighbors == 8)
    kernel = torch.tensor([[corner, 1, corner], [1, -neighbors, 1], [corner, 1, corner]], dtype=images.dtype)
    c = images.shape[1]
    padded = F.pad(images, (1, 1, 1, 1), mode="reflect")
    return F.conv2d(padded, kernel.expand(c, 1, 3, 3), groups=c)


# %% the kernel is float32 whatever the images are
def laplacian(images, neighbors):
    corner = float(neighbors == 8)
    kernel = torch.tensor([[corner, 1, corner], [1, -neighbors, 1], [corner, 1, corner]])
    c = images.shape[1]
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    return F.conv2d(padded, kernel.expand(c, 1, 3, 3), groups=c)


# %% works for one channel only
def laplacian(images, neighbors):
    corner = float(neighbors == 8)
    kernel = torch.tensor([[corner, 1, corner], [1, -neighbors, 1], [corner, 1, corner]], dtype=images.dtype)
    return F.conv2d(F.pad(images, (1, 1, 1, 1), mode="replicate"), kernel[None, None])
