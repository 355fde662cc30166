# %% leaves the start out
def gradient_descent(derivative, start, learning_rate, steps):
    w, path = start, []
    for _ in range(steps):
        w = w - learning_rate * derivative(w)
        path.append(w)
    return path


# %% takes one step too few: steps values instead of steps + 1
def gradient_descent(derivative, start, learning_rate, steps):
    path = [start]
    for _ in range(steps - 1):
        path.append(path[-1] - learning_rate * derivative(path[-1]))
    return path


# %% walks uphill
def gradient_descent(derivative, start, learning_rate, steps):
    path = [start]
    for _ in range(steps):
        path.append(path[-1] + learning_rate * derivative(path[-1]))
    return path


# %% evaluates the derivative at the start only
def gradient_descent(derivative, start, learning_rate, steps):
    slope = derivative(start)
    return [start - learning_rate * slope * t for t in range(steps + 1)]


# %% returns only the last value
def gradient_descent(derivative, start, learning_rate, steps):
    w = start
    for _ in range(steps):
        w = w - learning_rate * derivative(w)
    return w


# %% lets the learning rate fade
def gradient_descent(derivative, start, learning_rate, steps):
    path = [start]
    for t in range(steps):
        path.append(path[-1] - learning_rate / (t + 1) * derivative(path[-1]))
    return path


# %% stops early when it believes it has arrived
def gradient_descent(derivative, start, learning_rate, steps):
    path = [start]
    for _ in range(steps):
        step = learning_rate * derivative(path[-1])
        if abs(step) < 0.02:
            break
        path.append(path[-1] - step)
    return path
