# %% torchvision
def box_iou(a, b):
    return torchvision.ops.box_iou(a, b)


# %% loops
def box_iou(a, b):
    result = a.new_zeros(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            w = min(a[i, 2], b[j, 2]) - max(a[i, 0], b[j, 0])
            h = min(a[i, 3], b[j, 3]) - max(a[i, 1], b[j, 1])
            if w > 0 and h > 0:
                both = (a[i, 2] - a[i, 0]) * (a[i, 3] - a[i, 1]) + (b[j, 2] - b[j, 0]) * (b[j, 3] - b[j, 1])
                result[i, j] = w * h / (both - w * h)
    return result


# %% unpacks coordinates, relu for the clamp
def box_iou(a, b):
    l1, t1, r1, b1 = (column.unsqueeze(1) for column in a.unbind(1))
    l2, t2, r2, b2 = (column.unsqueeze(0) for column in b.unbind(1))
    inter = torch.relu(torch.min(r1, r2) - torch.max(l1, l2)) * torch.relu(torch.min(b1, b2) - torch.max(t1, t2))
    return inter / ((r1 - l1) * (b1 - t1) + (r2 - l2) * (b2 - t2) - inter)


# %% vmap over both
def box_iou(a, b):
    def one(p, q):
        wh = (torch.minimum(p[2:], q[2:]) - torch.maximum(p[:2], q[:2])).clamp_min(0)
        shared = wh[0] * wh[1]
        return shared / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - shared)

    if not len(a) or not len(b):
        return a.new_zeros(len(a), len(b))
    return torch.vmap(torch.vmap(one, (None, 0)), (0, None))(a, b)
