# %% a confusion matrix
def mean_iou(prediction, truth, classes):
    pairs = truth.reshape(-1) * classes + prediction.reshape(-1)
    matrix = torch.bincount(pairs, minlength=classes**2).reshape(classes, classes).double()
    shared = matrix.diagonal()
    union = matrix.sum(0) + matrix.sum(1) - shared
    return (shared[union > 0] / union[union > 0]).mean().item()


# %% one-hot masks in float32 and nanmean
def mean_iou(prediction, truth, classes):
    p, t = (F.one_hot(labels, classes).flatten(0, 2).float() for labels in (prediction, truth))
    shared = torch.einsum("kc,kc->c", p, t)
    return torch.nanmean(shared / (p.sum(0) + t.sum(0) - shared)).item()


# %% NumPy sets and a NumPy float64
def mean_iou(prediction, truth, classes):
    p, t = prediction.numpy(), truth.numpy()
    occurring = np.union1d(p, t)
    return np.mean([np.sum((p == c) & (t == c)) / np.sum((p == c) | (t == c)) for c in occurring])


# %% sets of positions
def mean_iou(prediction, truth, classes):
    from statistics import fmean

    sets = lambda x, c: set((x.reshape(-1) == c).nonzero()[:, 0].tolist())
    pairs = [(sets(prediction, c), sets(truth, c)) for c in range(classes)]
    return fmean(len(p & t) / len(p | t) for p, t in pairs if p | t)
