# %% PyTorch on the meta device, its error turned into a ValueError
def shapes_along(batch_shape, weight_shapes):
    x = torch.empty(batch_shape, device="meta")
    shapes = [x.shape]
    for shape in weight_shapes:
        try:
            x = x @ torch.empty(shape, device="meta")
        except RuntimeError as error:
            raise ValueError(str(error)) from error
        shapes.append(x.shape)
    return shapes


# %% checks everything first
def shapes_along(batch_shape, weight_shapes):
    chain = [batch_shape, *weight_shapes]
    if any(a[1] != b[0] for a, b in pairwise(chain)):
        raise ValueError("inner sizes differ")
    return [(batch_shape[0], shape[1]) for shape in chain]


# %% recursion, with an error class of its own
class InnerSizesDiffer(ValueError):
    pass


def shapes_along(batch_shape, weight_shapes):
    if not weight_shapes:
        return [batch_shape]
    (rows, columns), *rest = weight_shapes
    if batch_shape[1] != rows:
        raise InnerSizesDiffer(f"{batch_shape} times {(rows, columns)}")
    return [batch_shape, *shapes_along((batch_shape[0], columns), rest)]


# %% torch.Size, which is a tuple
def shapes_along(batch_shape, weight_shapes):
    x = torch.empty(batch_shape, device="meta")
    shapes = [x.shape]
    for shape in weight_shapes:
        try:
            x = x @ torch.empty(shape, device="meta")
        except RuntimeError as error:
            raise ValueError(str(error)) from None
        shapes.append(x.shape)
    return shapes


# %% itertools.accumulate
def shapes_along(batch_shape, weight_shapes):
    from itertools import accumulate

    def through(shape, weight):
        if shape[1] != weight[0]:
            raise ValueError("inner sizes differ")
        return (shape[0], weight[1])

    return list(accumulate(weight_shapes, through, initial=batch_shape))


# %% NumPy's integers
def shapes_along(batch_shape, weight_shapes):
    import numpy as np

    shapes = [batch_shape]
    for w in np.array(weight_shapes).reshape(-1, 2):
        if shapes[-1][1] != w[0]:
            raise ValueError
        shapes.append((shapes[0][0], w[1]))
    return shapes
