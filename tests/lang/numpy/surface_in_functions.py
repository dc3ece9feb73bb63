# Functions of NumPy inside functions, for parameters of several types and orders.
# expect-oracle
import numpy as np

a = np.arange(6.0)
b = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 0.5])
m = np.arange(12.0).reshape(3, 4)

def f(n):
    g = np.mgrid[0:n, 0:n]
    return g[0] * 10 + g[1]
print(f(3))
def f(v):
    fl = v.flat
    s = 0.0
    for q in range(len(fl)):
        s += fl[q]
    return s
print(f(m), f(m.T))
def f(v):
    v.flat[::2] = 0
    return v
print(f(m.copy()), f(m.T.copy()))
def f(x, idx):
    out = np.zeros(4)
    np.add.at(out, idx, x)
    return out
print(f(b, np.array([0, 1, 1, 3, 3, 3])))
def f(x):
    y = x.view(np.int64)
    y[0] = 0
    return x
print(f(np.arange(3.0) + 1))
def f(x, w):
    return np.lib.stride_tricks.sliding_window_view(x, w).std(axis=1)
print(f(b, 3))
def f(x, k2):
    for q in range(k2):
        x = np.pad(x, 1, mode="edge")
    return x
print(f(a, 2))
def f(x):
    z2 = x.astype(complex)
    z2.imag = x * 2
    z2.real *= 3
    return z2
print(f(a))
def f(p, x):
    return np.piecewise(x, [x < p, x >= p], [lambda v: -v, lambda v: v * v])
print(f(2, a))
def f(x, lim):
    while x.size > lim:
        x = x[x != x.max()]
    return x
print(f(b, 3))
def f(v, qs):
    return [np.percentile(v, q) for q in qs]
print(f(b, [10, 50]))
def f(x, kind):
    return x.astype(kind)
print(f(a, np.float32), f(a, "i4"), f(a, int))
def f(x, axis):
    return np.sort(x, axis=axis), np.flip(x, axis), x.mean(axis)
print(f(m, 0), f(m, -1))
def f(x, axis=None, keepdims=False):
    return np.nanmean(x, axis=axis, keepdims=keepdims)
print(f(m), f(m, 1, True), f(m, axis=(0, 1)))
def f(x, mode="edge"):
    return np.pad(x, 1, mode=mode)
print(f(a), f(a, "wrap"), f(a, mode="reflect"))
def f(shape, dtype=float, order="C"):
    return np.zeros(shape, dtype=dtype, order=order).strides
print(f((2, 3)), f((2, 3), order="F"), f((2, 3), np.int16))
def f(*arrays):
    return np.concatenate(arrays), np.stack(arrays, axis=-1).shape
print(f(a, b), f(a, b, a))
def f(n):
    x = np.empty((n, n))
    x.fill(2.5)
    x.flat[::n + 1] = 0
    return x.sum()
print(f(4))
def f(x):
    x.shape = (2, 3)
    return x
print(f(np.arange(6)), f(a * 2))
s = slice(1, 4)
print(a[s], m[:, s], s.start)
x = a
x[np.s_[1:3]] = 9
idx = np.s_[:, 1]
m[idx] = -1
print(x, m)
for w in np.ndindex(2, 2):
    at = w
print(at)
for (p1, q1), v in np.ndenumerate(m):
    last = p1 + q1 + v
print(last)
print(np.testing.assert_allclose(a, a))
