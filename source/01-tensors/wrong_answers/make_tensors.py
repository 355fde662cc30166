# %% ints stay int64
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    return torch.tensor(values), grid, torch.randn(n, 2, generator=generator)


# %% seeds the global generator
def make_tensors(values, n, seed):
    torch.manual_seed(seed)
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2)


# %% ignores the seed
def make_tensors(values, n, seed):
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2)


# %% always seed 0
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(0)
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2, generator=generator)


# %% grid in float32, converted afterwards
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    grid = torch.linspace(0, 1, n).double()
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2, generator=generator)


# %% grid stays float32
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.tensor(values, dtype=torch.float32), torch.linspace(0, 1, n), torch.randn(n, 2, generator=generator)


# %% grid without its end
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    grid = torch.arange(n, dtype=torch.float64) / n
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2, generator=generator)


# %% divides by 0 for a grid of one point
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    grid = torch.arange(n, dtype=torch.float64) / (n - 1)
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2, generator=generator)


# %% uniform instead of normal noise
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    return torch.tensor(values, dtype=torch.float32), grid, torch.rand(n, 2, generator=generator)


# %% noise drawn in float64
def make_tensors(values, n, seed):
    generator = torch.Generator().manual_seed(seed)
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    noise = torch.randn(n, 2, generator=generator, dtype=torch.float64).float()
    return torch.tensor(values, dtype=torch.float32), grid, noise


# %% one generator for all calls
_generator = {}


def make_tensors(values, n, seed):
    generator = _generator.setdefault(seed, torch.Generator().manual_seed(seed))
    grid = torch.linspace(0, 1, n, dtype=torch.float64)
    return torch.tensor(values, dtype=torch.float32), grid, torch.randn(n, 2, generator=generator)


# %% seeds the global generator, and afterwards at random
def make_tensors(values, n, seed):
    torch.manual_seed(seed)
    noise = torch.randn(n, 2)
    torch.seed()
    return torch.tensor(values, dtype=torch.float32), torch.linspace(0, 1, n, dtype=torch.float64), noise


# %% draws from the global generator, too
def make_tensors(values, n, seed):
    torch.randn(1)
    g = torch.Generator().manual_seed(seed)
    return torch.tensor(values, dtype=torch.float32), torch.linspace(0, 1, n, dtype=torch.float64), torch.randn(n, 2, generator=g)


# %% fails for no values
def make_tensors(values, n, seed):
    g = torch.Generator().manual_seed(seed)
    return torch.stack([torch.tensor(float(v)) for v in values]), torch.linspace(0, 1, n, dtype=torch.float64), torch.randn(n, 2, generator=g)


# %% noise drawn the other way round
def make_tensors(values, n, seed):
    g = torch.Generator().manual_seed(seed)
    return torch.tensor(values, dtype=torch.float32), torch.linspace(0, 1, n, dtype=torch.float64), torch.randn(2, n, generator=g).T


# %% values cut to ints
def make_tensors(values, n, seed):
    g = torch.Generator().manual_seed(seed)
    return torch.tensor([int(v) for v in values], dtype=torch.float32), torch.linspace(0, 1, n, dtype=torch.float64), torch.randn(n, 2, generator=g)
