# %% slices
def to_patches(image, size):
    rows = range(0, image.shape[0], size)
    columns = range(0, image.shape[1], size)
    return torch.stack([image[r : r + size, c : c + size] for r in rows for c in columns])


# %% unfold
def to_patches(image, size):
    return image.unfold(0, size, size).unfold(1, size, size).contiguous().view(-1, size, size)


# %% split twice
def to_patches(image, size):
    return torch.cat([torch.stack(band.split(size, dim=1)) for band in image.split(size, dim=0)])


# %% unflatten and flatten
def to_patches(image, size):
    return image.unflatten(1, (-1, size)).unflatten(0, (-1, size)).permute(0, 2, 1, 3).flatten(0, 1)


# %% indices
def to_patches(image, size):
    height, width = image.shape
    number = torch.arange(height * width // size**2)[:, None, None]
    r = torch.arange(size)[:, None] + number // (width // size) * size
    c = torch.arange(size) + number % (width // size) * size
    return image[r, c]


# %% view, which can always split axes
def to_patches(image, size):
    height, width = image.shape
    return image.view(height // size, size, width // size, size).transpose(1, 2).reshape(-1, size, size)


# %% concatenates and splits
def to_patches(image, size):
    strips = image.reshape(image.shape[0], -1, size).permute(1, 0, 2)
    per_strip = strips.reshape(len(strips), -1, size, size)
    return per_strip.transpose(0, 1).flatten(0, 1).clone()


# %% strides, of memory in order
def to_patches(image, size):
    h, w = image.shape
    image = image.contiguous()
    return image.as_strided((h // size, w // size, size, size), (size * w, size, w, 1)).flatten(0, 1)


# %% einsum exchanges axes
def to_patches(image, size):
    h, w = image.shape
    return torch.einsum("aibj->abij", image.reshape(h // size, size, w // size, size)).reshape(-1, size, size)


# %% through NumPy
def to_patches(image, size):
    a = image.numpy()
    h, w = a.shape
    return torch.from_numpy(a.reshape(h // size, size, w // size, size).swapaxes(1, 2).reshape(-1, size, size).copy())
