# expect-oracle
# Complex numbers stored under a mask, of every length of a last vector.
import numpy as np


def step(z, c, m):
    z[m] = z[m] * z[m] + c[m]


def shift(z, m, by):
    z[m] += by
    z[~m] *= 1j


def fill(z, m):
    z[m] = 1 - 2j


for dtype in (np.complex64, np.complex128):
    for n in list(range(35)) + [63, 64, 65, 66]:
        k = np.arange(n + 2)
        z = (k * 0.25 - 1 + 1j * (k % 5)).astype(dtype)
        c = (k % 3 - 0.5j * k).astype(dtype)
        m = k * 5 % 7 < 4
        step(z[1:-1], c[1:-1], m[1:-1])
        shift(z[:n], m[:n], 0.5 + 1j)
        fill(z[2:], k[2:] % 4 == 1)
        print(n, z.sum(), (z * k).sum())
        step(z[::-1][1:], c[1:], m[1:])
        print(z[:: max(n // 4, 1)])
