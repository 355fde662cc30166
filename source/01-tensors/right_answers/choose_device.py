# %% the first that is there
def choose_device(cuda, mps):
    names = [name for name, there in (("cuda", cuda), ("mps", mps), ("cpu", True)) if there]
    return torch.device(names[0])


# %% with a number
def choose_device(cuda, mps):
    if cuda:
        return torch.device("cuda", 0)
    if mps:
        return torch.device("mps:0")
    return torch.device("cpu")


# %% worst first, then better
def choose_device(cuda, mps):
    best = torch.device(type="cpu")
    if mps:
        best = torch.device(type="mps")
    if cuda:
        best = torch.device(type="cuda")
    return best
