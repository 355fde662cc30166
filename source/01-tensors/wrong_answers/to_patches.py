# %% reshape alone
def to_patches(image, size):
    return image.reshape(-1, size, size)


# %% no exchange of axes
def to_patches(image, size):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).reshape(-1, size, size)


# %% view after the exchange, when memory is out of order
def to_patches(image, size):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).transpose(1, 2).view(-1, size, size)


# %% flattens with view, which fails for a transposed image
def to_patches(image, size):
    height, width = image.shape
    return image.view(-1).view(height // size, size, width // size, size).transpose(1, 2).reshape(-1, size, size)


# %% flattens a transposed image as it lies in memory
def to_patches(image, size):
    height, width = image.shape
    flat = torch.as_strided(image, (height * width,), (1,))
    return flat.reshape(height // size, size, width // size, size).transpose(1, 2).reshape(-1, size, size)


# %% reading order down first
def to_patches(image, size):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).permute(2, 0, 1, 3).reshape(-1, size, size)


# %% patches on their side
def to_patches(image, size):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).permute(0, 2, 3, 1).reshape(-1, size, size)


# %% square images only
def to_patches(image, size):
    count = image.shape[0] // size
    return image.reshape(count, size, count, size).transpose(1, 2).reshape(-1, size, size)


# %% one axis too many
def to_patches(image, size):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).transpose(1, 2)


# %% patches laid flat
def to_patches(image, size):
    height, width = image.shape
    return image.reshape(height // size, size, width // size, size).transpose(1, 2).reshape(-1, size * size)


# %% overlapping patches
def to_patches(image, size):
    return image.unfold(0, size, 1).unfold(1, size, 1).reshape(-1, size, size)


# %% height and width mixed up
def to_patches(image, size):
    width, height = image.shape
    return image.reshape(height // size, size, width // size, size).transpose(1, 2).reshape(-1, size, size)


# %% patches of 2 × 2 only
def to_patches(image, size):
    h, w = image.shape
    return image.reshape(h // 2, 2, w // 2, 2).transpose(1, 2).reshape(-1, 2, 2)


# %% strides of an image in order
def to_patches(image, size):
    h, w = image.shape
    return image.as_strided((h // size, w // size, size, size), (size * w, size, w, 1)).reshape(-1, size, size)


# %% patch numbers for pixel numbers
def to_patches(image, size):
    h, w = image.shape
    return torch.stack([image[r : r + size, c : c + size] for r in range(h // size) for c in range(w // size)])


# %% always float32
def to_patches(image, size):
    cols = torch.nn.functional.unfold(image.float()[None, None], size, stride=size)
    return cols[0].T.reshape(-1, size, size)
