# %% keeps w in a variable of its own
def gradient_descent(derivative, start, learning_rate, steps):
    w = start
    visited = [w]
    while len(visited) <= steps:
        w -= learning_rate * derivative(w)
        visited.append(w)
    return visited


# %% calls itself
def gradient_descent(derivative, start, learning_rate, steps):
    if steps == 0:
        return [start]
    return [start, *gradient_descent(derivative, start - learning_rate * derivative(start), learning_rate, steps - 1)]


# %% itertools.accumulate
from itertools import accumulate


def gradient_descent(derivative, start, learning_rate, steps):
    return list(accumulate(range(steps), lambda w, _: w - learning_rate * derivative(w), initial=start))
