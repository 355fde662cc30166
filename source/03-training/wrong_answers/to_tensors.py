# %% does not scale the pixels
def to_tensors(images, labels):
    return torch.from_numpy(images).float().unsqueeze(1), torch.from_numpy(labels).long()


# %% divides the bytes before converting: everything below 255 becomes 0
def to_tensors(images, labels):
    return torch.from_numpy(images // 255).float().unsqueeze(1), torch.from_numpy(labels).long()


# %% no channel axis
def to_tensors(images, labels):
    return torch.from_numpy(images).float() / 255, torch.from_numpy(labels).long()


# %% channel axis at the end, as image files have it
def to_tensors(images, labels):
    return torch.from_numpy(images).float().unsqueeze(-1) / 255, torch.from_numpy(labels).long()


# %% pixels in float64, as NumPy divides
def to_tensors(images, labels):
    return torch.from_numpy(images / 255).unsqueeze(1), torch.from_numpy(labels).long()


# %% labels keep their dtype
def to_tensors(images, labels):
    return torch.from_numpy(images).float().unsqueeze(1) / 255, torch.from_numpy(labels)


# %% knows only images of 28 × 28
def to_tensors(images, labels):
    return torch.from_numpy(images).float().view(-1, 1, 28, 28) / 255, torch.from_numpy(labels).long()


# %% height and width exchanged
def to_tensors(images, labels):
    n, height, width = images.shape
    return torch.from_numpy(images).float().reshape(n, 1, width, height) / 255, torch.from_numpy(labels).long()


# %% divides by 256
def to_tensors(images, labels):
    return torch.from_numpy(images).float().unsqueeze(1) / 256, torch.from_numpy(labels).long()


# %% divides by the largest pixel that occurs
def to_tensors(images, labels):
    largest = max(int(images.max(initial=0)), 1)
    return torch.from_numpy(images).float().unsqueeze(1) / largest, torch.from_numpy(labels).long()


# %% labels through uint8
def to_tensors(images, labels):
    return torch.from_numpy(images).float().unsqueeze(1) / 255, torch.from_numpy(labels.astype(np.uint8)).long()


# %% labels through float32
def to_tensors(images, labels):
    return torch.from_numpy(images).float().unsqueeze(1) / 255, torch.Tensor(labels.astype(np.float32)).long()
