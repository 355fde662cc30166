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


# %% returns the error instead of raising it
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] != rows:
            return ValueError("does not fit")
        shapes.append((batch_shape[0], columns))
    return shapes


# %% prints instead of raising
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] != rows:
            print("ValueError")
        else:
            shapes.append((batch_shape[0], columns))
    return shapes


# %% lets the inputs of the batch pass in any layer
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if rows != shapes[0][1] and rows != shapes[-1][1]:
            raise ValueError
        shapes.append((batch_shape[0], columns))
    return shapes


# %% checks the first product only
def shapes_along(batch_shape, weight_shapes):
    if batch_shape[1] != weight_shapes[0][0]:
        raise ValueError
    return [batch_shape] + [(batch_shape[0], c) for _, c in weight_shapes]


# %% checks the products between weights only
def shapes_along(batch_shape, weight_shapes):
    for (a, b), (c, d) in zip(weight_shapes[:-1], weight_shapes[1:]):
        if b != c:
            raise ValueError
    if weight_shapes and weight_shapes[0][0] != batch_shape[1] and len(weight_shapes) == 1:
        raise ValueError
    return [batch_shape] + [(batch_shape[0], c) for _, c in weight_shapes]


# %% a generator
def shapes_along(batch_shape, weight_shapes):
    shape = batch_shape
    yield shape
    for rows, columns in weight_shapes:
        if shape[1] != rows:
            raise ValueError
        shape = (shape[0], columns)
        yield shape


# %% two layers only
def shapes_along(batch_shape, weight_shapes):
    if batch_shape[1] != weight_shapes[0][0]:
        raise ValueError
    return [batch_shape, (batch_shape[0], weight_shapes[0][1]), (batch_shape[0], weight_shapes[1][1])]


# %% complains about too few rows only
def shapes_along(batch_shape, weight_shapes):
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] > rows:
            raise ValueError
        shapes.append((batch_shape[0], columns))
    return shapes


# %% nothing for no layers
def shapes_along(batch_shape, weight_shapes):
    if not weight_shapes:
        return []
    shapes = [batch_shape]
    for rows, columns in weight_shapes:
        if shapes[-1][1] != rows:
            raise ValueError
        shapes.append((batch_shape[0], columns))
    return shapes
