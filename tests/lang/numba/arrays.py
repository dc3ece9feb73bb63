# expect-oracle
import numpy as np
from numba import njit, prange
@njit
def fill(a):
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            a[i, j] = i * 10 + j
    return a
x = np.zeros((2, 3))
y = fill(x)
print(x, y.sum())
@njit(parallel=True)
def norm(a):
    s = 0.0
    for i in prange(len(a)):
        s += a[i] * a[i]
    return s
print(norm(np.arange(4.0)))
@njit
def swap(u, v, n):
    for t in range(n):
        v[1:-1] = u[:-2] + u[2:]
        u, v = v, u
    return u
print(swap(np.arange(5.0), np.arange(5.0), 3))
@njit
def two(a):
    return a.min(), a.max(), a[::-1]
print(two(np.array([3, 1, 2])))
@njit
def calls(a):
    return two(a)[0] + norm(a * 1.0)
print(calls(np.array([1, 2, 3])))
@njit
def alloc(n):
    out = np.empty(n, dtype=np.int32)
    for i in range(n):
        out[i] = i * i
    return out
print(alloc(4), alloc(4).dtype)
