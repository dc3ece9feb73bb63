# Indexes are checked among the lanes of a vector: sums, dot products and maps of gathered elements.
# expect-kernels: 1 rows "(int64[::1], int64[::1], float64[::1], float64[::1])"
# expect-kernels: 1 elementary "(float64[::1], int64[::1])"
# expect-oracle
import numpy as np

def dot(v, c, x):
    return v @ x[c]
def total(x, c):
    return x[c].sum(), x[c].max(), (x[c] * x[c[::-1]]).sum(), x[c].mean()
def rows(starts, columns, values, x):
    y = np.empty(starts.shape[0] - 1)
    for i in range(y.shape[0]):
        s = starts[i]
        e = starts[i + 1]
        y[i] = values[s:e] @ x[columns[s:e]]
    return y

x = np.arange(50.0) * 1.25 - 7
k = np.array([3, 0, -1, 7, 7, 49, -50, 11, 12])
for n in (0, 1, 2, 7, 8, 9, 15, 16, 17, 100, 127, 128, 129, 300, 1000):
    c = np.resize(k, n)
    v = np.arange(n) * 0.5 - 3
    print(n, dot(v, c, x), dot(v.astype(np.float32), c.astype(np.int32), x.astype(np.float32)), x[c].sum())
    if n:
        print(total(x, c), total(x.astype(np.float32), c.astype(np.int16)), total(np.arange(50), c), x[c].astype(complex).sum())
starts = np.array([0, 3, 3, 12, 40, 41, 60])
print(rows(starts, np.resize(k, 60), np.arange(60.0), x))
for bad in (50, -51):
    for place in (0, 7, 8, 20):
        c = np.resize(k, 21)
        c[place] = bad
        for f in (lambda: dot(np.ones(21), c, x), lambda: x[c].sum(), lambda: rows(starts, np.resize(c, 60), np.ones(60), x), lambda: np.arange(50)[c].sum()):
            try:
                print(f())
            except IndexError as e:
                print(e)
try:
    print(dot(np.ones(3), k, x))
except ValueError as e:
    print(e)

def elementary(a, i):
    return np.exp(a[i] * 0.01) + np.sqrt(np.abs(a[i]))
def table(a, i, j):
    return a[i, j] * 2 + i
m = np.arange(60.0).reshape(6, 10)
for n in (1, 5, 8, 17, 64, 100):
    c = np.resize(k, n)
    for dtype in (np.float64, np.float32, np.float16, np.int64, np.int16, np.uint8, np.complex128):
        a = np.abs(x).astype(dtype)
        print((a[c] + a[c[::-1]])[:20], (a[c] * 2).sum())
    print(elementary(x, c)[::7], np.round(elementary(x.astype(np.float32), c.astype(np.int8))[::9], 3))
    print(table(m, c % 6, c % 10)[::5], m[:, c % 10].sum(axis=1), m[c % 6].max(axis=0), (m[c % 6][:, k % 10] + 1).sum(axis=1)[:4])
    w = np.zeros(n)
    w[:] = x[c] * 2
    w[c % max(n, 1)] += x[c]
    print(w[:9], np.where(w > 0, x[c], 0.0)[:5])
for place in (0, 7, 8, 20):
    c = np.resize(k, 21)
    c[place] = 50
    w = np.zeros(21)
    try:
        print(elementary(x, c))
    except IndexError as e:
        print(e)
    try:
        w[:] = x[c] * 2
    except IndexError as e:
        print(e, w)
    try:
        print(table(m, c % 6, c))
    except IndexError as e:
        print(e)
    mask = c != 50
    print(x[c[mask]].sum(), w[mask])

def again(x, c):
    y = x[c] * 2
    c[:] = c[::-1] - 1
    z = y + x[c]
    c[:] = c[c]
    c += 1
    return z, x[c] + x[c] * x[c], c
def natural(x):
    order = np.argsort(x)
    return x[order], (x[order] * 2).astype(np.float32)[order], x[np.nonzero(x > 3)[0]].sum()
for n in (5, 8, 40):
    print(again(x, np.arange(n) % 7 - 3), natural(x[:n][::-1].copy()))
