# %% classes that occur nowhere count as 0
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if either:
            scores.append((said & really).sum().item() / either)
    return sum(scores) / classes


# %% classes that occur nowhere count as 1
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if either:
            scores.append((said & really).sum().item() / either)
        else:
            scores.append(1.0)
    return sum(scores) / len(scores)


# %% divides 0 by 0
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        scores.append((said & really).sum() / (said | really).sum())
    return torch.stack(scores).mean().item()


# %% the share of right pixels
def mean_iou(prediction, truth, classes):
    return (prediction == truth).float().mean().item()


# %% the Dice score
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if either:
            scores.append((said & really).sum().item() * 2 / (said.sum() + really.sum()).item())
    return sum(scores) / len(scores)


# %% image by image
def one(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if either:
            scores.append((said & really).sum().item() / either)
    return sum(scores) / len(scores)


def mean_iou(prediction, truth, classes):
    return sum(one(p, t, classes) for p, t in zip(prediction, truth)) / len(truth)


# %% only classes that occur in the truth
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if really.any():
            scores.append((said & really).sum().item() / either)
    return sum(scores) / len(scores)


# %% only classes that are said and true somewhere
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if said.any() and really.any():
            scores.append((said & really).sum().item() / either)
    return sum(scores) / max(1, len(scores))


# %% a tensor instead of a float
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        either = (said | really).sum().item()
        if either:
            scores.append((said & really).sum().item() / either)
    return torch.tensor(sum(scores) / len(scores))


# %% classes up to the largest that is true
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(int(truth.max()) + 1):
        said, really = prediction == c, truth == c
        union = (said | really).sum().item()
        if union > 0:
            scores.append((said & really).sum().item() / union)
    return sum(scores) / len(scores)


# %% classes up to the largest that is said
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(int(prediction.max()) + 1):
        said, really = prediction == c, truth == c
        union = (said | really).sum().item()
        if union > 0:
            scores.append((said & really).sum().item() / union)
    return sum(scores) / len(scores)


# %% leaves the background out
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(1, classes):
        said, really = prediction == c, truth == c
        union = (said | really).sum().item()
        if union > 0:
            scores.append((said & really).sum().item() / union)
    return sum(scores) / len(scores)


# %% the share of each class's pixels that were found
def mean_iou(prediction, truth, classes):
    scores = []
    for c in range(classes):
        said, really = prediction == c, truth == c
        union = (said | really).sum().item()
        if union > 0:
            scores.append((said & really).sum().item() / max(really.sum().item(), 1))
    return sum(scores) / len(scores)
