# %% counts with cumsum
def add_ramp(x, device, home):
    moved = x.to(device)
    result = moved + torch.ones_like(x, device=device).cumsum(0) - 1
    if home:
        result = result.cpu().double()
    return result


# %% an integer ramp, made there
def add_ramp(x, device, home):
    x = x.to(device)
    x = x + torch.arange(x.numel(), device=x.device)
    return x.to(device="cpu", dtype=torch.float64) if home else x


# %% added on the CPU, then moved
def add_ramp(x, device, home):
    total = x + torch.arange(len(x))
    return total.double() if home else total.to(device)


# %% in place on a copy
def add_ramp(x, device, home):
    total = x.to(device, copy=True)
    total.add_(torch.arange(0, x.shape[0], dtype=x.dtype, device=device))
    return total.to("cpu", torch.double) if home else total


# %% with a default device
def add_ramp(x, device, home):
    with torch.device(device):
        ramp = torch.tensor(range(len(x)), dtype=x.dtype)
    total = x.to(device) + ramp
    return total.type(torch.float64).to("cpu") if home else total
