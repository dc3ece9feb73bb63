# expect-oracle
# What whole vectors leave over, of every length, dtype and layout.
import numpy as np


def work(x):
    y = np.maximum(np.minimum(x * x, 99), x - x * 3)
    return np.maximum(np.minimum(y * x, 77), y - x * 5)


def line(a, b):
    o = np.empty_like(a)
    o[:] = work(a + b)
    return o


def steps(a, k):
    return work(a[::k]) + work(a[::-k])


def table(p):
    p[:, 0] += work(p[:, 1])
    return work(p) + work(p[:, :1])


def rows(p):
    q = np.zeros_like(p)
    q[1:-1, 1:-1] = work(p[:-2, 1:-1] + p[1:-1, 2:] - p[1:-1, :-2])
    return q


def in_place(p, times):
    for _ in range(times):
        p[1:-1, 1:-1] = work(p[1:-1, 1:-1] + p[1:-1, 2:] + p[:-2, 1:-1])
    return p


def picked(a, mask, i):
    a[mask] += work(a[mask])
    return np.where(mask, work(a), a[i])


def show(x):
    print(x.shape, x.sum(dtype=np.float64), (x * np.arange(x.size).reshape(x.shape)).sum(dtype=np.float64))


for n in list(range(1, 36)) + [47, 63, 64, 65, 70]:
    print(n)
    k = np.arange(4 * n)
    mask = k[:n] * 5 % 7 < 3
    for scale in (1, -3):
        show(line((k[:n] * scale % 5).astype(np.float64), k[n : 2 * n] % 3 * 0.5))
        show(line((k[:n] * scale % 5).astype(np.float32), (k[n : 2 * n] % 3).astype(np.float32)))
        show(line((k[:n] * scale % 5).astype(np.int8), (k[n : 2 * n] % 3).astype(np.int8)))
        show(line((k[:n] * scale % 5).astype(np.uint16), (k[n : 2 * n] % 3).astype(np.uint16)))
        show(line((k[:n] * scale % 5).astype(np.int32), (k[n : 2 * n] % 3).astype(np.int32)))
    for step in (1, 2, 3, 4, 7):
        show(steps(k % 11 * 0.25, step))
        show(steps((k % 11).astype(np.int16), step))
    for width in (1, 2, 3, 4, 5):
        show(table((np.arange(n * width) % 13 * 0.5).reshape(n, width)))
        show(table((np.arange(n * width) % 13).astype(np.float32).reshape(n, width)))
    show(rows((np.arange(5 * n) % 17 * 0.5).reshape(5, n)))
    show(rows((np.arange(5 * n) % 17).astype(np.uint8).reshape(5, n)))
    show(rows((np.arange(5 * n) % 17).astype(np.float32).reshape(n, 5).T))
    show(in_place((np.arange(5 * n) % 4).astype(np.int64).reshape(5, n), 5))
    show(in_place((np.arange(5 * n) % 4).astype(np.uint8).reshape(5, n), 5))
    show(picked(k[:n] * 0.5, mask, k[:n] * 3 % n))
    show(picked((k[:n] % 9).astype(np.int16), mask, k[:n] * 3 % n))
