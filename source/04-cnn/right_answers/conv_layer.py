# %% builds the layer on the meta device, a torch.Size for the size
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    layer = nn.Conv2d(in_channels, out_channels, kernel, stride, padding, bias=bias, device="meta")
    out = layer(torch.empty(1, in_channels, size[0], size[1], device="meta"))
    return out.shape[2:], sum(p.numel() for p in layer.parameters())


# %% counts the positions
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    positions = [len(range(0, side + 2 * padding - kernel + 1, stride)) for side in size]
    parameters = in_channels * out_channels * kernel * kernel
    if bias:
        parameters += out_channels
    return tuple(positions), parameters


# %% math.floor
def conv_layer(size, in_channels, out_channels, kernel, stride=1, padding=0, bias=True):
    def positions(side):
        return math.floor((side - kernel + 2 * padding) / stride + 1)

    h, w = size
    return (positions(h), positions(w)), (in_channels * kernel**2 + int(bias)) * out_channels
