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
