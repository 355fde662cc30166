# %% pads one side only
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + padding - kernel) // stride + 1 for side in size)
    return (height, width), out_channels * (in_channels * kernel**2 + bias)


# %% forgets the + 1
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + 2 * padding - kernel) // stride for side in size)
    return (height, width), out_channels * (in_channels * kernel**2 + bias)


# %% rounds up
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = (math.ceil((side + 2 * padding - kernel) / stride) + 1 for side in size)
    return (height, width), out_channels * (in_channels * kernel**2 + bias)


# %% forgets the biases
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in size)
    return (height, width), out_channels * in_channels * kernel**2


# %% counts biases that are not there
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in size)
    return (height, width), out_channels * (in_channels * kernel**2 + 1)


# %% one bias for each input channel of each filter
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in size)
    return (height, width), out_channels * in_channels * (kernel**2 + bias)


# %% divides into floats
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + 2 * padding - kernel) / stride + 1 for side in size)
    return (height, width), out_channels * (in_channels * kernel**2 + bias)


# %% width before height
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in size)
    return (width, height), out_channels * (in_channels * kernel**2 + bias)


# %% ignores the stride
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    side = lambda s: s + 2 * padding - kernel + 1
    return (side(size[0]), side(size[1])), out_channels * (in_channels * kernel**2 + bias)


# %% one bias for the whole layer
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    side = lambda s: (s + 2 * padding - kernel) // stride + 1
    return (side(size[0]), side(size[1])), out_channels * in_channels * kernel**2 + bias


# %% rounds to the nearest
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    side = lambda s: round((s + 2 * padding - kernel) / stride) + 1
    return (side(size[0]), side(size[1])), out_channels * (in_channels * kernel**2 + bias)


# %% weights for every position, as in a dense layer
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    side = lambda s: (s + 2 * padding - kernel) // stride + 1
    h, w = side(size[0]), side(size[1])
    return (h, w), h * w * out_channels * (in_channels * kernel**2 + bias)
