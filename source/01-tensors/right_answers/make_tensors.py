# %% by formula, and normal_ in place
def make_tensors(values, n, seed):
    g = torch.Generator()
    g.manual_seed(seed)
    steps = torch.arange(n, dtype=torch.float64) / max(n - 1, 1)
    return torch.FloatTensor(values), steps, torch.empty(n, 2).normal_(generator=g)


# %% the global generator, put back as it was
def make_tensors(values, n, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        noise = torch.randn(size=(n, 2))
    return torch.tensor([float(v) for v in values]), torch.from_numpy(np.linspace(0, 1, n)), noise


# %% its state saved by hand
def make_tensors(values, n, seed):
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    noise = torch.randn(n, 2, dtype=torch.float32)
    torch.set_rng_state(state)
    grid = torch.tensor([i / (n - 1) if i else 0 for i in range(n)], dtype=torch.double)
    return torch.as_tensor(values).to(torch.float), grid, noise


# %% drawn in one row
def make_tensors(values, n, seed):
    rng = torch.Generator("cpu").manual_seed(seed)
    noise = torch.randn(2 * n, generator=rng).reshape(n, 2)
    return torch.Tensor(values), torch.linspace(0, 1, n, dtype=torch.double), noise


# %% normal and lerp
def make_tensors(values, n, seed):
    rng = torch.Generator("cpu")
    rng.manual_seed(seed)
    grid = torch.lerp(torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64), torch.arange(n, dtype=torch.float64) / (n - 1 or 1))
    return tuple(t for t in (torch.Tensor(values), grid, torch.normal(0.0, 1.0, (n, 2), generator=rng)))


# %% through NumPy
def make_tensors(values, n, seed):
    a = torch.from_numpy(np.array(values, dtype=np.float32))
    return a, torch.from_numpy(np.linspace(0, 1, n)), torch.empty(n, 2).normal_(generator=torch.Generator().manual_seed(seed))


# %% a tuple with names
from typing import NamedTuple

class Three(NamedTuple):
    values: torch.Tensor
    grid: torch.Tensor
    noise: torch.Tensor

def make_tensors(values, n, seed):
    g = torch.Generator().manual_seed(seed)
    return Three(torch.tensor(values, dtype=torch.float32), torch.linspace(0, 1, n, dtype=torch.float64), torch.randn(n, 2, generator=g))
