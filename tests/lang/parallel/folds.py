# expect: (20004222, 7071412944078843413, 6, 10006, 7828, 16383, 0)
# expect: (10, 1, 5, 5, 0, 0, -1)
# expect: 35994000
# expect: (-0.9999918640952321, 0.9999919852379381)
# expect: [0, 1, 4, 11, 7652, 1293007431]
# expect: 12497500
# Sums, products, extremes and bits of integers; extremes of floats.
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def all_of(a):
    s = 10
    p = 1
    lo = a[0]
    hi = a[0]
    x = 0
    o = 0
    n = -1
    for i in prange(1, a.shape[0]):
        s += a[i]
        p *= a[i] | 1
        lo = min(lo, a[i])
        hi = max(hi, a[i])
        x ^= a[i]
        o |= a[i]
        n &= a[i]
    return s, p, lo, hi, x, o, n


print(all_of(np.arange(3, 4000) * 7919 % 10007))
print(all_of(np.array([5])))


@njit(parallel=True)
def nested(a):
    s = 0
    for i in prange(a.shape[0]):
        for j in range(a.shape[1]):
            if a[i, j] % 2:
                s += a[i, j]
            else:
                s -= 1
    return s


print(nested(np.arange(12000).reshape(40, 300)))


@njit(parallel=True)
def extremes(a):
    lo = np.inf
    hi = -np.inf
    for i in prange(a.size):
        lo = min(lo, a[i])
        hi = max(hi, a[i])
    return lo, hi


b = np.sin(np.arange(5000.0))
print(extremes(b))


@njit(parallel=True)
def steps(n):
    c = 0
    for i in prange(2, n, 3):
        c += i
    for i in prange(n, 0, -7):
        c += i * i
    return c


print([steps(n) for n in (0, 1, 2, 3, 50, 3001)])


@njit(parallel=True)
def twice_over(a):
    s = 0
    for i in prange(a.shape[0]):
        for j in prange(a.shape[1]):
            s += a[i, j]
    return s


print(twice_over(np.arange(5000).reshape(50, 100)))
