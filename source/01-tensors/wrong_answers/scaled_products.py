# %% no scale
def scaled_products(q, k):
    return q @ k.mT


# %% divides by d
def scaled_products(q, k):
    return q @ k.mT / q.shape[-1]


# %% multiplies by the root
def scaled_products(q, k):
    return q @ k.mT * math.sqrt(q.shape[-1])


# %% takes the number of rows for d
def scaled_products(q, k):
    return q @ k.mT / math.sqrt(max(q.shape[-2], 1))


# %% .T exchanges all axes
def scaled_products(q, k):
    return q @ k.permute(*range(k.dim() - 1, -1, -1)) / math.sqrt(q.shape[-1])


# %% element by element
def scaled_products(q, k):
    return q * k / math.sqrt(q.shape[-1])


# %% rows and columns exchanged
def scaled_products(q, k):
    return k @ q.mT / math.sqrt(q.shape[-1])


# %% no transpose: square only
def scaled_products(q, k):
    return q @ k / math.sqrt(q.shape[-1])


# %% exactly one batch axis
def scaled_products(q, k):
    return torch.bmm(q, k.transpose(1, 2)) / math.sqrt(q.shape[-1])


# %% only the first of the batch
def scaled_products(q, k):
    return q @ k.reshape(-1, *k.shape[-2:])[0].mT / math.sqrt(q.shape[-1])


# %% scales the queries in place
def scaled_products(q, k):
    q /= math.sqrt(q.shape[-1])
    return q @ k.mT


# %% normalizes the vectors: a cosine
def scaled_products(q, k):
    return (q / q.norm(dim=-1, keepdim=True)) @ (k / k.norm(dim=-1, keepdim=True)).mT


# %% adds a softmax
def scaled_products(q, k):
    return (q @ k.mT / math.sqrt(q.shape[-1])).softmax(-1)


# %% fails for an empty batch
def scaled_products(q, k):
    if q.dim() == 2:
        return torch.nn.functional.linear(q, k) / q.shape[1] ** 0.5
    return torch.stack([scaled_products(a, b) for a, b in zip(q, k)])


# %% takes the number of keys for d
def scaled_products(q, k):
    return q @ k.mT / math.sqrt(k.shape[-2])


# %% an integer root
def scaled_products(q, k):
    return q @ k.mT / int(math.sqrt(q.shape[-1]))


# %% always float32
def scaled_products(q, k):
    return (q.float() @ k.float().mT) / math.sqrt(q.shape[-1])


# %% rounds down
def scaled_products(q, k):
    return q @ k.mT // math.sqrt(q.shape[-1])
