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


# %% an object that can be called
class _Chooser:
    def __call__(self, cuda: bool, mps: bool) -> torch.device:
        return torch.device(("cpu", "mps", "cuda")[2 if cuda else int(mps)])

choose_device = _Chooser()


# %% match
def choose_device(cuda: bool, mps: bool) -> torch.device:
    match (cuda, mps):
        case (True, _):
            return torch.device("cuda")
        case (False, True):
            return torch.device(type="mps")
        case _:
            return torch.device("cpu")
