# expect-oracle
# flags: --target=omp --threads=3 --parallel-from=1
# Blocks of rows that depend on themselves alone run all steps, each on a thread.
import numpy as np


def evolve(r, v, dt, steps):
    for i in range(steps):
        norm = np.sqrt((r * r).sum(axis=1))
        r[:, 0] += dt * v * -r[:, 1] / norm
        r[:, 1] += dt * v * r[:, 0] / norm
    return r


def swing(x, v, steps):
    t = 0.0
    for i in range(steps):
        v -= 0.01 * x
        x += 0.01 * v
        t += 0.01
    return x, v, t


def heat(u, k, steps):
    for i in range(steps):
        u[1:-1, 1:-1] += k * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4.0 * u[1:-1, 1:-1])
    return u


n = 1003
r = np.stack([np.cos(np.arange(n)) * 3.0, np.sin(np.arange(n)) + 2.0], axis=1)
print(evolve(r, np.linspace(-0.5, 0.5, n), 0.01, 50)[::100])
x, v, t = swing(np.linspace(0.0, 1.0, n), np.zeros(n), 40)
print(x[::111], v[::111], t)
u = np.zeros((70, 133))
u[30:40, 50:80] = 1.0
print(heat(u, 0.2, 11)[25:45:4, 45:90:11], u.sum())
