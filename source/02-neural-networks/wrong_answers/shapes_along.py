# %% shapes of the weights
def shapes_along(batch_shape, weight_shapes):
    for (_, a), (b, _) in zip([batch_shape, *weight_shapes], weight_shapes):
        if a != b:
            raise ValueError
    return [batch_shape, *weight_shapes]


# %% never complains
def shapes_along(batch_shape, weight_shapes):
    return [batch_shape] + [(batch_shape[0], columns) for _, columns in weight_shapes]


# %% leaves the batch out
def shapes_along(batch_shape, weight_shapes):
    shapes, (n, width) = [], batch_shape
    for rows, columns in weight_shapes:
        if width != rows:
            raise ValueError
        width = columns
        shapes.append((n, width))
    return shapes


# %% compares with the inputs of the batch in every layer
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if len(shapes) == 1 and batch_shape[1] != rows:
            raise ValueError
        shapes.append((batch_shape[0], columns))
    return shapes


# %% returns None instead of raising
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] != rows:
            return None
        shapes.append((batch_shape[0], columns))
    return shapes


# %% asserts instead of raising a ValueError
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        assert shapes[-1][1] == rows
        shapes.append((batch_shape[0], columns))
    return shapes


# %% lets PyTorch complain with a RuntimeError
def shapes_along(batch_shape, weight_shapes):
    x = torch.zeros(batch_shape)
    shapes = [tuple(x.shape)]
    for shape in weight_shapes:
        x = x @ torch.zeros(shape)
        shapes.append(tuple(x.shape))
    return shapes


# %% transposes when that makes it fit
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] not in (rows, columns):
            raise ValueError
        shapes.append((batch_shape[0], columns if shapes[-1][1] == rows else rows))
    return shapes


# %% compares outer sizes
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][0] != columns and shapes[-1][1] != rows:
            raise ValueError
        shapes.append((batch_shape[0], columns))
    return shapes


# %% a size of 1 fits everything, as in broadcasting
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] != rows and 1 not in (shapes[-1][1], rows):
            raise ValueError
        shapes.append((batch_shape[0], columns))
    return shapes


# %% tuples become lists
def shapes_along(batch_shape, weight_shapes):
    shapes = [list(batch_shape)]
    for rows, columns in weight_shapes:
        if shapes[-1][1] != rows:
            raise ValueError
        shapes.append([batch_shape[0], columns])
    return shapes


# %% only the last shape
def shapes_along(batch_shape, weight_shapes):
    n, width = batch_shape
    for rows, columns in weight_shapes:
        if width != rows:
            raise ValueError
        width = columns
    return (n, width)
