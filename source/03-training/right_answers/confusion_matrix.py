# %% a loop
def confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros((classes, classes), dtype=torch.int64)
    wrong = 0
    for t, p in zip(labels.tolist(), predictions.tolist()):
        matrix[t, p] += 1
        wrong += t != p
    return matrix, wrong / len(labels)


# %% product of one-hot rows
def confusion_matrix(labels, predictions, classes):
    matrix = F.one_hot(labels, classes).T @ F.one_hot(predictions, classes)
    return matrix, (labels != predictions).float().mean().item()


# %% index_put_ that accumulates
def confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.long)
    matrix.index_put_((labels, predictions), torch.ones_like(labels), accumulate=True)
    right = matrix.diagonal().sum().item()
    return matrix, 1.0 - right / matrix.sum().item()
