# expect-oracle
# Stores that read other rows of what they write: everything is read before anything is written.
import numpy as np


def jacobi(a, steps):
    for t in range(steps):
        a[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])
    return a


def heat(u, k, steps):
    for t in range(steps):
        u[1:-1, 1:-1] += k * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2]
                              - 4 * u[1:-1, 1:-1])
    return u


def wide(u):
    u[3:, :] = u[3:, :] - u[:-3, :] * 0.5
    u[4:, 1:] = u[2:-2, 1:] - u[:-4, :-1]
    u[:-2] = u[2:] + u[1:-1]
    u[:, 1:] = u[:, :-1] - u[:, 1:]
    u[::2] = u[::2] + u[:1]
    return u


def waves(p, v, steps):
    for t in range(steps):
        v[:, 1:-1] -= 0.5 * (p[:, 1:] - p[:, :-1])
        p[1:] = p[1:] - p[:-1] * 0.25
        p, v[:, :-1] = v[:, :-1].copy(), p
    return p, v


def swap(a, b, steps):
    for t in range(steps):
        b[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])
        a, b = b, a
    return a, b


def deep(z):
    z[1:, :, 1:] = z[:-1, :, 1:] + z[1:, :, :-1]
    z[:, 1:] -= z[:, :-1]
    return z


rng = np.random.default_rng(5)
for shape in ((0, 0), (1, 1), (2, 5), (3, 3), (4, 2), (5, 8), (9, 20), (12, 3)):
    a = rng.integers(-8, 9, shape) * 0.5
    print(jacobi(a.copy(), 3), heat(a.copy(), 0.1, 3), heat(a.T.copy().T, 0.1, 2))
    print(wide(a.copy()), swap(a.copy(), a * 2, 3), jacobi(a.astype(np.float32), 2))
    print(heat((a * 2).astype(np.int64), 3, 2))
    same = a.copy()
    print(swap(same, same, 2))
p = rng.integers(-8, 9, (4, 6)) * 0.5
print(waves(p, np.ones((4, 7)), 2))
print(deep(rng.integers(-8, 9, (4, 3, 5)) * 0.5))


def line(u, steps):
    for t in range(steps):
        u[1:-1] += 0.5 * (u[2:] - 2 * u[1:-1] + u[:-2])
        u[1:] = u[1:] - 0.25 * (u[1:] - u[:-1])
        u[:-3] = u[3:] + u[1:-2]
        u[40:] = u[:-40] - u[40:]
    return u


for n in (0, 1, 2, 3, 5, 44, 1023, 1024, 1025, 1026, 2048, 2051, 4100):
    u = line((np.arange(n) * 7 % 31) * 0.5, 3)
    print(u, u.sum(), (u * u[::-1]).sum())
    w = line(np.repeat((np.arange(n) * 7 % 31) * 0.5, 2)[::2], 3)
    print(np.array_equal(u, w))
