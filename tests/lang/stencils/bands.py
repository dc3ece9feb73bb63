# expect-oracle
# Time loops over neighbouring rows: several steps run together. Sizes and steps around the edges,
# arrays that are one another or overlap, strided and transposed operands.
import numpy as np


def jacobi(a, b, steps):
    for t in range(steps):
        b[1:-1, 1:-1] = 0.25 * (a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a[1:-1, 1:-1] = 0.25 * (b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])


def heat(u, k, steps):
    for t in range(steps):
        u[1:-1, 1:-1] += k * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2] - 4 * u[1:-1, 1:-1])


def diagonal(u, steps):
    for t in range(2, steps):
        u[2:-1, 1:-2] = u[:-3, 3:] - u[1:-2, :-3] + u[3:, 2:-1] * u[2:-1, 1:-2]


def two_back(u, steps):
    for t in range(steps):
        u[2:, 2:] -= (u[2:, :-2] - u[:-2, 1:-1] ^ u[2:, :-2]) + u[1:-1, 1:-1]


def backward(u, steps):
    for t in range(steps):
        u[3:] = u[:-3] - u[3:]


def forward(u, steps):
    for t in range(steps):
        u[:-1] = u[1:] - u[:-1]


def waves(ex, ey, hz, steps):
    for t in range(steps):
        ey[1:, :] = ey[1:, :] - 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] = ex[:, 1:] - 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] = hz[:-1, :-1] - 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])


def coefficients(u, c, row, steps):
    for t in range(steps):
        u[1:-1, 1:-1] = u[:-2, 1:-1] * c[1:-1, 1:-1] + u[2:, 1:-1] * row[1:-1]


def cube(u, steps):
    for t in range(steps):
        u[1:-1, 1:-1, 1:-1] = u[:-2, 1:-1, 1:-1] - u[2:, 1:-1, 1:-1] + u[1:-1, 2:, 1:-1] + u[1:-1, 1:-1, :-2]


def life(z, steps):
    for t in range(steps):
        n = (z[:-2, :-2] + z[:-2, 1:-1] + z[:-2, 2:] + z[1:-1, :-2] + z[1:-1, 2:]
             + z[2:, :-2] + z[2:, 1:-1] + z[2:, 2:])
        born = (n == 3) & (z[1:-1, 1:-1] == 0)
        stays = ((n == 2) | (n == 3)) & (z[1:-1, 1:-1] == 1)
        z[1:-1, 1:-1] = born | stays


def made(n, m):
    return (np.arange(n * m) * 7 % 23).reshape(n, m) * 0.5


def show(*arrays):
    for a in arrays:
        flat = a.ravel()
        print(a.shape, flat.sum(), (flat * (np.arange(flat.size) % 17)).sum(), flat[-40:-20:7])


for n in (0, 1, 2, 3, 4, 7, 30):
    for m in (0, 1, 2, 3, 17, 18, 19, 40):
        for steps in (0, 1, 3, 8, 9, 20):
            a, b = made(n, m), made(n, m) + 1
            jacobi(a, b, steps)
            u = made(n, m)
            heat(u, 0.1, steps)
            ex, ey, hz = made(n, m), made(n, m) - 3, made(n, m) * 2
            waves(ex, ey, hz, steps)
            z = (np.arange(n * m) * 7 % 5 % 2).reshape(n, m)
            life(z, steps)
            show(a, b, u, ex, ey, hz, z)

for steps in (0, 1, 2, 7, 8, 17):
    u, c = made(21, 30), made(21, 30) * 0.125
    coefficients(u, c, np.arange(30) * 0.125, steps)
    show(u)
    same = made(9, 24)
    jacobi(same, same, steps)
    whole = made(12, 24)
    jacobi(whole[:-2], whole[2:], steps)
    jacobi(whole[:, :-1], whole[:, 1:], steps)
    show(same, whole)
    wide = made(20, 50)
    jacobi(wide[::2, ::2], wide[1::2, 1::2], steps)
    heat(wide.T, 0.25, steps)
    heat(wide[::-1], 0.25, steps)
    show(wide)
    t = made(24, 24)
    jacobi(t.T, made(24, 24), steps)
    waves(t, t.T, made(24, 24), steps)
    show(t)
    k = (np.arange(7 * 20 * 20) * 11 % 13).reshape(7, 20, 20)
    cube(k, steps)
    show(k)
    d = (np.arange(30 * 40) * 11 % 3).reshape(30, 40)
    diagonal(d, steps)
    backward(d, steps)
    two_back(d, steps)
    forward(d, steps)
    show(d)
    f = made(25, 33).astype(np.float32)
    heat(f, np.float32(0.1), steps)
    show(f)
    q = (np.arange(25 * 70) % 3 % 2).astype(np.uint8).reshape(25, 70)
    life(q, steps)
    show(q)
