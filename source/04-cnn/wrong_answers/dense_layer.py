# %% undoes the order instead of following it
def dense_parameters(height, width, channels, hidden):
    return height * width * channels * hidden + hidden


def weights_for_shuffled(weight, order):
    return weight[:, order.argsort()]


# %% forgets the biases
def dense_parameters(height, width, channels, hidden):
    return height * width * channels * hidden


def weights_for_shuffled(weight, order):
    return weight[:, order]


# %% forgets the channels
def dense_parameters(height, width, channels, hidden):
    return height * width * hidden + hidden


def weights_for_shuffled(weight, order):
    return weight[:, order]


# %% overwrites the given weights
def dense_parameters(height, width, channels, hidden):
    return (height * width * channels + 1) * hidden


def weights_for_shuffled(weight, order):
    weight[:] = weight[:, order].clone()
    return weight


# %% returns the count as a float
def dense_parameters(height, width, channels, hidden):
    return float((height * width * channels + 1) * hidden)


def weights_for_shuffled(weight, order):
    return weight[:, order]


# %% builds the result in float32 whatever the weights are
def dense_parameters(height, width, channels, hidden):
    return (height * width * channels + 1) * hidden


def weights_for_shuffled(weight, order):
    result = torch.zeros(weight.shape)
    for j in range(len(order)):
        result[:, j] = weight[:, order[j]]
    return result


# %% one bias for the whole layer
def dense_parameters(height, width, channels, hidden):
    return height * width * channels * hidden + 1


def weights_for_shuffled(weight, order):
    return weight[:, order]


# %% height twice: right for square images
def dense_parameters(height, width, channels, hidden):
    return height * height * channels * hidden + hidden


def weights_for_shuffled(weight, order):
    return weight[:, order]
