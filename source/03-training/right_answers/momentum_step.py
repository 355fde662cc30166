# %% works in place on copies
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    w, velocity = w.clone(), velocity.clone()
    velocity.mul_(momentum).add_(gradient)
    w.sub_(velocity, alpha=learning_rate)
    return w, velocity


# %% torch.add with alpha
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    new_velocity = torch.add(gradient, velocity, alpha=momentum)
    return torch.add(w, new_velocity, alpha=-learning_rate), new_velocity


# %% lets torch.optim.SGD do it
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    parameter = nn.Parameter(w.clone())
    parameter.grad = gradient.clone()
    optimizer = torch.optim.SGD([parameter], lr=learning_rate, momentum=momentum)
    optimizer.state[parameter]["momentum_buffer"] = velocity.clone()
    optimizer.step()
    return parameter.detach(), momentum * velocity + gradient
