# %% PyTorch's order of operations
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    m = torch.lerp(m, gradient, 1 - beta_1)
    v = (v * beta_2).addcmul(gradient, gradient, value=1 - beta_2)
    denominator = v.sqrt() / math.sqrt(1 - beta_2**t) + epsilon
    return w - learning_rate / (1 - beta_1**t) * m / denominator, m, v


# %% in place on copies
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    w, m, v = w.clone(), m.clone(), v.clone()
    m.mul_(beta_1).add_(gradient, alpha=1 - beta_1)
    v.mul_(beta_2).addcmul_(gradient, gradient, value=1 - beta_2)
    w.addcdiv_(m / (1 - beta_1**t), (v / (1 - beta_2**t)).sqrt().add_(epsilon), value=-learning_rate)
    return w, m, v


# %% a nested helper for both averages
def adam_step(w, gradient, m, v, t, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    def update(average, new, beta):
        average = average + (1 - beta) * (new - average)
        return average, average / (1 - beta**t)

    m, m_hat = update(m, gradient, beta_1)
    v, v_hat = update(v, torch.square(gradient), beta_2)
    return w - learning_rate * m_hat / (torch.sqrt(v_hat) + epsilon), m, v
