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


# %% goes on at the other side of the image
def laplacian(images, neighbors):
    total = -neighbors * images
    for a in (-1, 0, 1):
        for b in (-1, 0, 1):
            if (a, b) != (0, 0) and (neighbors == 8 or a * b == 0):
                total = total + images.roll((a, b), (2, 3))
    return total


# %% images and channels swapped on the way back
def laplacian(images, neighbors):
    k = torch.ones(3, 3) if neighbors == 8 else torch.tensor([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    k[1, 1] = -neighbors
    n, c, h, w = images.shape
    p = F.pad(images, (1,) * 4, mode="replicate").transpose(0, 1)
    return F.conv2d(p.reshape(n * c, 1, h + 2, w + 2), k.to(images.dtype)[None, None]).view(n, c, h, w)


# %% the result is always float32
def laplacian(images, neighbors):
    images = images.float()
    k = torch.ones(3, 3) if neighbors == 8 else torch.tensor([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    k[1, 1] = -neighbors
    c = images.shape[1]
    return F.conv2d(F.pad(images, (1,) * 4, mode="replicate"), k.expand(c, 1, 3, 3), groups=c)
