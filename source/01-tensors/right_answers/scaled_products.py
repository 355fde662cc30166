# %% einsum
def scaled_products(q, k):
    return torch.einsum("...id,...jd->...ij", q, k) / q.size(-1) ** 0.5


# %% scales first
def scaled_products(q, k):
    return torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2))


# %% broadcasting
def scaled_products(q, k):
    return (q[..., :, None, :] * k[..., None, :, :]).sum(-1).div(np.sqrt(q.shape[-1]))


# %% one batch axis for bmm
def scaled_products(q, k):
    batch, n, m, d = q.shape[:-2], q.shape[-2], k.shape[-2], q.shape[-1]
    count = math.prod(batch)
    flat = torch.bmm(q.reshape(count, n, d), k.reshape(count, m, d).transpose(1, 2))
    return flat.reshape(*batch, n, m) / torch.tensor(d).sqrt()


# %% a fourth root on either side
def scaled_products(q, k):
    s = q.shape[-1] ** 0.25
    return (q / s) @ (k / s).mT


# %% vmap for each batch axis
def scaled_products(q, k):
    f = lambda a, b: torch.tensordot(a, b, dims=([1], [1])) / math.sqrt(a.shape[1])
    for _ in range(q.dim() - 2):
        f = torch.vmap(f)
    return f(q, k)


# %% through NumPy
def scaled_products(q, k):
    a, b = q.numpy(), k.numpy()
    return torch.from_numpy((a @ np.swapaxes(b, -1, -2) / np.sqrt(a.shape[-1])).astype(a.dtype))


# %% in float64
def scaled_products(q, k):
    return (q.double() @ k.double().mT / np.sqrt(q.shape[-1])).to(q.dtype)
