# expect-oracle
# In-place updates from neighbours along a row: every dtype, odd and tiny sizes, strides, both directions.
import numpy as np


def both(u, k):
    u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])


def left(u):
    u[1:] = u[1:] - (u[1:] - u[:-1])
    u[1:] = u[:-1]


def right(u):
    u[:-1] = u[1:]


def wide(u):
    u[2:-2] = u[:-4] + u[1:-3] - u[3:-1] + u[4:] + u[2:-2]


def wider(u):
    u[4:-4] = u[:-8] - u[8:] + u[4:-4]


def far(u):
    u[6:] = u[:-6] + u[6:]


def uneven(u):
    u[1:-2] = u[3:] + u[1:-2]
    u[2:-1] = u[:-3] - u[2:-1]


def rows(m):
    m[:, 1:] = m[:, 1:] - (m[:, 1:] - m[:, :-1]) * m[:, 1:]
    m[1:-1, 2:] += m[1:-1, :-2]


def show(name, u):
    print(name, u.dtype, u.size, (u * np.arange(1, u.size + 1).reshape(u.shape)).sum(), u.ravel()[:3], u.ravel()[-3:])


def check(n, dtype):
    start = (np.arange(n) * 7 % 11).astype(dtype)
    u = start.copy()
    both(u, u.dtype.type(3))
    left(u)
    both(u, u.dtype.type(1))
    right(u)
    wide(u)
    wider(u)
    far(u)
    uneven(u)
    show("contiguous", u)
    v = (np.arange(2 * n + 1) * 5 % 13).astype(dtype)
    both(v[1::2], v.dtype.type(3))
    left(v[::2])
    wide(v[::-1])
    wider(v[::2])
    show("strided", v)
    m = (np.arange(5 * n) * 3 % 7).astype(dtype).reshape(5, n)
    rows(m)
    rows(m.T)
    rows(m[1:4, 1:])
    rows(m[::2])
    show("rows", m)


for n in (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 31, 33, 64, 65, 66, 67, 129, 1000, 1027):
    check(n, np.float64)
    check(n, np.float32)
    check(n, np.int64)
    check(n, np.int32)
    check(n, np.int16)
    check(n, np.uint8)
    check(n, np.int8)
    check(n, np.uint64)
    check(n, np.float16)


def truths(b):
    b[1:] = b[1:] ^ b[:-1]
    b[1:-1] = (b[2:] & b[:-2]) | ~b[1:-1]


for n in (0, 1, 2, 3, 63, 64, 65, 130, 200):
    b = np.arange(n) * 5 % 3 == 0
    truths(b)
    print(b.sum(), b[:5], (b * np.arange(n)).sum())
z = np.arange(40) * (1 + 2j)
z[1:-1] = z[2:] - z[1:-1] * z[:-2]
print(z.sum())
