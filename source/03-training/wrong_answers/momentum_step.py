# %% averages: multiplies the gradient by 1 − μ
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    velocity = momentum * velocity + (1 - momentum) * gradient
    return w - learning_rate * velocity, velocity


# %% steps with the old velocity
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    return w - learning_rate * velocity, momentum * velocity + gradient


# %% puts the learning rate into the velocity
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * gradient
    return w - velocity, velocity


# %% Nesterov momentum
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return w - learning_rate * (gradient + momentum * velocity), velocity


# %% changes the arguments in place
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    velocity *= momentum
    velocity += gradient
    w -= learning_rate * velocity
    return w, velocity


# %% ignores momentum
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    return w - learning_rate * gradient, gradient


# %% returns velocity and weights the wrong way round
def momentum_step(w, gradient, velocity, learning_rate, momentum):
    velocity = momentum * velocity + gradient
    return velocity, w - learning_rate * velocity
