# %% assigns to a view: changes the image
def clean_image(image, limit):
    inner = image[1:-1, 1:-1]
    broken = inner > limit
    inner[broken] = 0
    return inner, broken.sum().item()


# %% counts the border's broken pixels
def clean_image(image, limit):
    clean = image.clone()
    clean[image > limit] = 0
    return clean[1:-1, 1:-1], (image > limit).sum().item()


# %% greater or equal
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    broken = inner >= limit
    inner[broken] = 0
    return inner, broken.sum().item()


# %% clamps to the limit
def clean_image(image, limit):
    inner = image[1:-1, 1:-1]
    return inner.clamp(max=limit).to(image.dtype), (inner > limit).sum().item()


# %% count is a tensor
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    broken = inner > limit
    inner[broken] = 0
    return inner, broken.sum()


# %% multiplies by the mask: inf × 0 is nan
def clean_image(image, limit):
    inner = image[1:-1, 1:-1]
    return inner * (inner <= limit), (inner > limit).sum().item()


# %% cuts two rows and columns off at the end only
def clean_image(image, limit):
    inner = image[:-2, :-2].clone()
    broken = inner > limit
    inner[broken] = 0
    return inner, broken.sum().item()


# %% cuts off at the start only
def clean_image(image, limit):
    inner = image[1:, 1:].clone()
    broken = inner > limit
    inner[broken] = 0
    return inner, broken.sum().item()


# %% square images only
def clean_image(image, limit):
    size = image.shape[0]
    inner = image[1 : size - 1, 1 : size - 1].clone()
    broken = inner > limit
    inner[broken] = 0
    return inner, broken.sum().item()


# %% sums the broken pixels instead of counting them
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    broken = inner > limit
    total = int(inner[broken].nan_to_num(posinf=0).sum().item())
    inner[broken] = 0
    return inner, total


# %% counts what is 0 afterwards
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    inner[inner > limit] = 0
    return inner, int((inner == 0).sum())


# %% always float32
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].float().clone()
    broken = inner > limit
    inner[broken] = 0
    return inner, broken.sum().item()


# %% fails where nothing is left
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    if inner.max() > limit:
        mask = inner > limit
        inner[mask] = 0
        return inner, mask.sum().item()
    return inner, 0


# %% makes the limit an int
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    mask = inner > int(limit)
    inner[mask] = 0
    return inner, mask.sum().item()


# %% compares absolute values
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    mask = inner.abs() > limit
    inner[mask] = 0
    return inner, mask.sum().item()


# %% assigns to a name, not to the pixel
def clean_image(image, limit):
    inner = image[1:-1, 1:-1].clone()
    n = 0
    for row in inner:
        for p in row:
            if p > limit:
                p = 0
                n += 1
    return inner, n


# %% leaves broken pixels out
def clean_image(image, limit):
    inner = image[1:-1, 1:-1]
    return inner[inner <= limit], (inner > limit).sum().item()
