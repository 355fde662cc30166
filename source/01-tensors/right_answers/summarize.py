# %% max and min give both
def summarize(x, axis):
    top, bottom = x.max(dim=axis), x.min(dim=axis)
    return top.indices, top.values - bottom.values, float(x.mean())


# %% sorting
def summarize(x, axis):
    values, places = torch.sort(x, dim=axis, descending=True)
    return places.select(axis, 0), values.select(axis, 0) - values.select(axis, -1), x.sum().item() / x.numel()


# %% through NumPy
def summarize(x, axis):
    a = x.numpy()
    places = torch.as_tensor(a.argmax(axis=axis), dtype=torch.int64)
    return places, torch.as_tensor(np.ptp(a, axis=axis), dtype=x.dtype), float(a.mean(dtype=np.float64))


# %% aminmax and topk
def summarize(x, axis):
    low, high = torch.aminmax(x, dim=axis)
    return x.topk(1, dim=axis).indices.squeeze(axis), high - low, sum(x.flatten().tolist()) / x.numel()


# %% quantiles
def summarize(x, axis):
    ends = torch.quantile(x, torch.tensor([0.0, 1.0], dtype=x.dtype), dim=axis)
    return x.argmax(axis), ends[1] - ends[0], x.mean().item()


# %% statistics.fmean
import statistics
def summarize(x, axis):
    return torch.argmax(x, axis), torch.amax(x, axis).sub(torch.amin(x, axis)), statistics.fmean(x.flatten().tolist())


# %% takes the axis apart
def summarize(x, axis):
    parts = torch.stack(x.unbind(axis))
    return parts.argmax(0), parts.amax(0) - parts.amin(0), torch.mean(x).tolist()
