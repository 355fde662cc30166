# %% always CUDA
def choose_device(cuda, mps):
    return torch.device("cuda")


# %% always the CPU
def choose_device(cuda, mps):
    return torch.device("cpu")


# %% forgets MPS
def choose_device(cuda, mps):
    return torch.device("cuda" if cuda else "cpu")


# %% prefers MPS
def choose_device(cuda, mps):
    if mps:
        return torch.device("mps")
    return torch.device("cuda" if cuda else "cpu")


# %% returns the name, not the device
def choose_device(cuda, mps):
    return "cuda" if cuda else "mps" if mps else "cpu"


# %% asks this computer instead of the arguments
def choose_device(cuda, mps):
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


# %% wants both GPUs for MPS
def choose_device(cuda, mps):
    if cuda and mps:
        return torch.device("mps")
    return torch.device("cuda" if cuda else "cpu")


# %% prints instead of returning
def choose_device(cuda, mps):
    print(torch.device("cuda" if cuda else "mps" if mps else "cpu"))


# %% asks for a second GPU
def choose_device(cuda, mps):
    if cuda:
        return torch.device("cuda", 1)
    if mps:
        return torch.device("mps")
    return torch.device("cpu")


# %% a device that does not exist
def choose_device(cuda, mps):
    if cuda:
        return torch.device("gpu")
    if mps:
        return torch.device("mps")
    return torch.device("cpu")
