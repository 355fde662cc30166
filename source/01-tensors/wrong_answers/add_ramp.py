# %% the ramp stays on the CPU
def add_ramp(x, device, home):
    total = x.to(device) + torch.arange(len(x), dtype=x.dtype)
    return total.to("cpu", torch.double) if home else total


# %% throws the moved tensor away
def add_ramp(x, device, home):
    x.to(device)
    total = x + torch.arange(len(x), dtype=x.dtype)
    return total.to("cpu", torch.double) if home else total


# %% hard-wired CUDA
def add_ramp(x, device, home):
    total = x.cuda() + torch.arange(len(x), dtype=x.dtype, device="cuda")
    return total.to("cpu", torch.double) if home else total


# %% CUDA if there is one, whatever was asked for
def add_ramp(x, device, home):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    total = x.to(device) + torch.arange(len(x), dtype=x.dtype, device=device)
    return total.to("cpu", torch.double) if home else total


# %% always comes home
def add_ramp(x, device, home):
    total = x.to(device) + torch.arange(len(x), dtype=x.dtype, device=device)
    return total.to("cpu", torch.double)


# %% comes home in the same dtype
def add_ramp(x, device, home):
    total = x.to(device) + torch.arange(len(x), dtype=x.dtype, device=device)
    return total.cpu() if home else total


# %% always float64
def add_ramp(x, device, home):
    total = x.to(device).double() + torch.arange(len(x), dtype=torch.double, device=device)
    return total.cpu() if home else total


# %% never comes home, only converts
def add_ramp(x, device, home):
    total = x.to(device) + torch.arange(len(x), dtype=x.dtype, device=device)
    return total.to(torch.float32) if home else total


# %% counts from 1
def add_ramp(x, device, home):
    total = x.to(device) + torch.arange(1, len(x) + 1, dtype=x.dtype, device=device)
    return total.to("cpu", torch.double) if home else total


# %% works in place: on the CPU, `to` gives x itself
def add_ramp(x, device, home):
    total = x.to(device)
    total += torch.arange(len(x), dtype=x.dtype, device=device)
    return total.to("cpu", torch.double) if home else total


# %% a ramp from 0 to 1
def add_ramp(x, device, home):
    total = x.to(device) + torch.linspace(0, 1, len(x), dtype=x.dtype, device=device)
    return total.to("cpu", torch.double) if home else total


# %% ones instead of a ramp
def add_ramp(x, device, home):
    total = x.to(device) + torch.ones_like(x, device=device)
    return total.to("cpu", torch.double) if home else total


# %% takes the device to be an object
def add_ramp(x, device, home):
    z = x.to(device.type) + torch.arange(len(x), dtype=x.dtype, device=device.type)
    return z.to("cpu", torch.double) if home else z


# %% a ramp for three
def add_ramp(x, device, home):
    z = x.to(device) + torch.tensor([0.0, 1.0, 2.0], device=device)
    return z.to("cpu", torch.double) if home else z


# %% sums up instead
def add_ramp(x, device, home):
    y = x.to(device)
    z = y.cumsum(0)
    return z.to("cpu", torch.double) if home else z


# %% returns nothing unless home
def add_ramp(x, device, home):
    z = x.to(device) + torch.arange(len(x), dtype=x.dtype, device=device)
    if home:
        return z.to("cpu", torch.double)
