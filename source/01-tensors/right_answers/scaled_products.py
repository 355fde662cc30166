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
