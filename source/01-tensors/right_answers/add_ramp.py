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


# %% a triangle of ones
def add_ramp(x, device, home):
    n = x.shape[0]
    z = x.to(device) + torch.ones(n, n, dtype=x.dtype, device=device).tril(-1).sum(1)
    return z.to("cpu", torch.double) if home else z


# %% float64 from the start
def add_ramp(x, device, home):
    y = x.to(device, torch.float64 if home else x.dtype)
    z = y + torch.arange(len(x), device=device)
    return z.cpu() if home else z


# %% a ramp from NumPy
def add_ramp(x, device, home):
    ramp = torch.from_numpy(np.arange(len(x))).to(device=device, dtype=x.dtype)
    out = x.to(device).add(ramp)
    return out.cpu().to(torch.double) if home else out
