# expect-oracle
import numpy as np
def integrate(f, y, t, dt, n):
    for i in range(n):
        k1 = f(t, y)
        k2 = f(t + dt / 2, y + dt / 2 * k1)
        y = y + dt * k2
        t = t + dt
    return y
def oscillator(w):
    def rhs(t, y):
        return np.array([y[1], -w * w * y[0]])
    return rhs
print(integrate(oscillator(2.0), np.array([1.0, 0.0]), 0.0, 0.01, 50))
g = 9.81
print(integrate(lambda t, y: np.array([y[1], -g]), np.array([0.0, 0.0]), 0.0, 0.1, 10))
for w in (1.0, 3.0):
    print(integrate(oscillator(w), np.array([1.0, 0.0]), 0.0, 0.01, 5))
