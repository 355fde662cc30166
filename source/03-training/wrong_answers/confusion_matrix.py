# %% rows and columns exchanged
def confusion_matrix(labels, predictions, classes):
    pairs = predictions * classes + labels
    matrix = torch.bincount(pairs, minlength=classes * classes).view(classes, classes)
    return matrix, 1 - matrix.trace().item() / len(labels)


# %% indexing with += counts each pair at most once
def confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    matrix[labels, predictions] += 1
    return matrix, (labels != predictions).float().mean().item()


# %% returns the accuracy instead of the error rate
def confusion_matrix(labels, predictions, classes):
    pairs = labels * classes + predictions
    matrix = torch.bincount(pairs, minlength=classes * classes).view(classes, classes)
    return matrix, matrix.trace().item() / len(labels)


# %% forgets minlength: fails when the last classes do not occur
def confusion_matrix(labels, predictions, classes):
    pairs = labels * classes + predictions
    matrix = torch.bincount(pairs).view(classes, classes)
    return matrix, 1 - matrix.trace().item() / len(labels)


# %% divides each row by its sum
def confusion_matrix(labels, predictions, classes):
    pairs = labels * classes + predictions
    matrix = torch.bincount(pairs, minlength=classes * classes).view(classes, classes)
    return matrix / matrix.sum(1, keepdim=True), 1 - matrix.trace().item() / len(labels)


# %% counts mistakes instead of giving their rate
def confusion_matrix(labels, predictions, classes):
    pairs = labels * classes + predictions
    matrix = torch.bincount(pairs, minlength=classes * classes).view(classes, classes)
    return matrix, float((labels != predictions).sum())


# %% takes the number of classes from the data
def confusion_matrix(labels, predictions, classes):
    classes = int(max(labels.max(), predictions.max())) + 1
    pairs = labels * classes + predictions
    matrix = torch.bincount(pairs, minlength=classes * classes).view(classes, classes)
    return matrix, 1 - matrix.trace().item() / len(labels)


# %% computes pairs in place
def confusion_matrix(labels, predictions, classes):
    labels *= classes
    labels += predictions
    matrix = torch.bincount(labels, minlength=classes * classes).view(classes, classes)
    return matrix, 1 - matrix.trace().item() / len(labels)


# %% first ten classes only
def confusion_matrix(labels, predictions, classes):
    m = torch.bincount(labels * 10 + predictions, minlength=100).view(10, 10)[:classes, :classes]
    return m, (labels != predictions).float().mean().item()
