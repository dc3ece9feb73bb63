# expect-oracle
import numpy as np

def step(u, alpha, dx, dt):
    un = u.copy()
    u[1:-1] = un[1:-1] + alpha * dt / dx ** 2 * (un[2:] - 2 * un[1:-1] + un[:-2])
    return u

def solve(n=51, steps=200, **options):
    alpha = options.get("alpha", 0.01)
    x = np.linspace(0, 1, n)
    u = np.where((x > 0.4) & (x < 0.6), 1.0, 0.0)
    dx = x[1] - x[0]
    dt = 0.2 * dx ** 2 / alpha
    history = []
    for k in range(steps):
        u = step(u, alpha, dx, dt)
        if k % 50 == 0:
            history.append(u.copy())
    return x, np.array(history)

x, h = solve(alpha=0.02)
print(h.shape, h.sum(axis=1))
for row in h:
    print(f"{row.max():8.5f} {row.argmax():3d} {row[::10]}")
