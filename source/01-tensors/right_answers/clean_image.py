# %% torch.where
def clean_image(image, limit):
    inner = image[1:-1, 1:-1]
    return torch.where(inner > limit, 0, inner), torch.count_nonzero(inner > limit).item()


# %% masked_fill
def clean_image(image, limit):
    part = image.narrow(0, 1, image.size(0) - 2).narrow(1, 1, image.size(1) - 2)
    mask = part.gt(limit)
    return part.masked_fill(mask, 0), len(part[mask])


# %% loops
def clean_image(image, limit):
    height, width = image.shape
    clean = torch.zeros(height - 2, width - 2, dtype=image.dtype)
    count = 0
    for r in range(1, height - 1):
        for c in range(1, width - 1):
            if image[r, c] > limit:
                count += 1
            else:
                clean[r - 1, c - 1] = image[r, c]
    return clean, count


# %% clones the whole image first
def clean_image(image, limit):
    copy = image.detach().clone()
    copy = copy[1:-1][:, 1:-1]
    places = (copy > limit).nonzero(as_tuple=True)
    copy[places] = 0
    return copy, len(places[0])


# %% through NumPy
def clean_image(image, limit):
    a = np.array(image)[1:-1, 1:-1]
    count = int(np.sum(a > limit))
    a[a > limit] = 0
    return torch.from_numpy(a), count


# %% narrow and index_put_
def clean_image(image, limit):
    inner = image.narrow(0, 1, image.size(0) - 2).narrow(1, 1, image.size(1) - 2).clone()
    where = torch.nonzero(inner > limit, as_tuple=True)
    return inner.index_put_(where, inner.new_zeros(())), where[0].numel()


# %% splits, and where
def clean_image(image, limit):
    inner = torch.tensor_split(torch.tensor_split(image, (1, -1), 0)[1], (1, -1), 1)[1]
    keep = ~(inner > limit)
    return inner.where(keep, inner.new_zeros(1)), sum((~keep).flatten().tolist())


# %% copies the good pixels
def clean_image(image, limit):
    inner = image[1:-1, 1:-1]
    good = inner <= limit
    out = torch.zeros_like(inner)
    out[good] = inner[good]
    return out, int(good.numel() - good.sum())
