# expect-oracle
# Slices with steps, forwards and backwards, of any length.
import numpy as np


def pairs(a):
    n = a.shape[0] // 2
    return a[::2], a[1::2] * 2, a[:2 * n:2] * a[1::2], a[::-1] + a, a[::-1][::2] - 1


def wider(a):
    return a[::3] + 1, a[1::4] + 1, a[2::5] + 1, a[3::4] * a[3::4], a[::-2] + 1


def store(a):
    a[::2] = a[::2] * 3 + 1
    a[1::2] = a[1::2][::-1] + 1
    return a


def joined(a, b):
    return a[::2] * b[1::2] + a[::2]


def planes(z):
    return z[:, ::2] + 1, z[::2, 1::2] * 2, z[..., ::-1] - z, z[::-1, ::3] + 0


for n in (1, 2, 3, 4, 7, 15, 16, 17, 31, 33, 34, 64, 65, 130):
    a = np.arange(n) * 0.5
    for x in (a, a.astype(np.float32), a.astype(np.int64), a.astype(np.uint8), a + 1j):
        print(pairs(x), wider(x), store(x.copy()))
    if n % 2 == 0:
        print(joined(a, a + 1))
print(joined(np.arange(5.0), np.arange(2.0)), joined(np.arange(2.0), np.arange(9.0)))
for shape in ((1, 1), (3, 7), (2, 40), (4, 33)):
    z = np.arange(shape[0] * shape[1]).reshape(shape) * 0.5
    print(planes(z), planes(z.astype(np.int32)), planes(z.T.copy().T))
