# %% no bias correction
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    return w - learning_rate * m / (v.sqrt() + epsilon), m, v


# %% returns the corrected averages
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = (beta_1 * m + (1 - beta_1) * gradient) / (1 - beta_1**t)
    v = (beta_2 * v + (1 - beta_2) * gradient**2) / (1 - beta_2**t)
    return w - learning_rate * m / (v.sqrt() + epsilon), m, v


# %% adds ε inside the square root
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return w - learning_rate * m_hat / (v_hat + epsilon).sqrt(), m, v


# %% counts t from 0
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient**2
    m_hat, v_hat = m / (1 - beta_1 ** (t + 1)), v / (1 - beta_2 ** (t + 1))
    return w - learning_rate * m_hat / (v_hat.sqrt() + epsilon), m, v


# %% forgets to square the gradient
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = beta_1 * m + (1 - beta_1) * gradient
    v = beta_2 * v + (1 - beta_2) * gradient.abs()
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return w - learning_rate * m_hat / (v_hat.sqrt() + epsilon), m, v


# %% exchanges the two betas
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = beta_2 * m + (1 - beta_2) * gradient
    v = beta_1 * v + (1 - beta_1) * gradient**2
    m_hat, v_hat = m / (1 - beta_2**t), v / (1 - beta_1**t)
    return w - learning_rate * m_hat / (v_hat.sqrt() + epsilon), m, v


# %% writes the default betas into the formulas
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient**2
    m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
    return w - learning_rate * m_hat / (v_hat.sqrt() + epsilon), m, v


# %% updates m and v in place
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m.mul_(beta_1).add_(gradient, alpha=1 - beta_1)
    v.mul_(beta_2).add_(gradient**2, alpha=1 - beta_2)
    m_hat, v_hat = m / (1 - beta_1**t), v / (1 - beta_2**t)
    return w - learning_rate * m_hat / (v_hat.sqrt() + epsilon), m, v
