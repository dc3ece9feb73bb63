# expect-oracle
# Time loops over arrays of rank 1, below and above the size from which blocks run several steps.
import numpy as np


def heat(u, k, steps):
    for t in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])


def advection(u, c, steps):
    for t in range(steps):
        u[1:] = u[1:] - c * (u[1:] - u[:-1])


def upwind(u, steps):
    for t in range(steps):
        u[:-1] = u[1:] + u[:-1]


def shift(u, steps):
    for t in range(steps):
        u[2:] = u[:-2]


def jacobi(a, b, steps):
    for t in range(steps):
        b[1:-1] = (a[2:] + a[:-2]) // 2 + 1
        a[1:-1] = (b[2:] + b[:-2]) // 2


def waves(e, h, c, steps):
    for t in range(1, steps):
        e[1:] = e[1:] - 0.5 * (h[1:] - h[:-1])
        h[:-1] = h[:-1] - c[:-1] * (e[1:] - e[:-1])


def mixed(u, steps):
    for t in range(steps):
        u[2:-1] = u[:-3] - u[1:-2] + u[3:]
        u[1:-2] = u[3:] ^ u[:-3]


def made(n, dtype=np.float64):
    return (np.arange(n) * 7 % 23).astype(dtype)


def show(*arrays):
    for a in arrays:
        print(a.size, a.dtype, a.sum(), (a * (np.arange(a.size) % 17)).sum(), a[-9:-1])


for n in (0, 1, 2, 3, 5, 17, 4097, 32768, 32769, 34819, 36863, 36870, 45121):
    for steps in (0, 1, 3, 8, 9, 20):
        u, v, e, h = made(n), made(n), made(n), made(n)
        heat(u, 0.25, steps)
        advection(v, 0.125, steps)
        waves(e, h, np.arange(n) % 3 * 0.25, steps)
        i, j = made(n, np.int64), made(n, np.int64)[::-1].copy()
        jacobi(i, j, steps)
        show(u, v, e, h, i, j)
n = 70001
for dtype in (np.float32, np.int32, np.int64):
    u = made(n, dtype)
    upwind(u, 11)
    shift(u, 9)
    show(u)
m = made(300_001, np.uint8)
mixed(m, 10)
upwind(m, 9)
shift(m, 17)
show(m)
w = made(2 * n)
heat(w[::2], 0.25, 9)
heat(w[::-1], 0.25, 9)
advection(w[1::2], 0.25, 9)
jacobi(w[:n], w[n:], 10)
jacobi(w[1:], w[:-1], 10)
jacobi(w, w, 3)
waves(w[: n], w[n // 2 : n + n // 2], w[:n], 4)
show(w)
