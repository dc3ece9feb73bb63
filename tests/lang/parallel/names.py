# expect: [ 1.  0. -1.  7.  9. 11.]
# expect: (16, array([ 0,  1,  4,  9, 16])) (-1, array([], dtype=int64))
# expect: 8331667
# expect: [0 1 2 0 4 5 0 7 8 0]
# Names that a turn sets, and what they are after the loop; continue.
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def private(a):
    out = np.zeros_like(a)
    for i in prange(a.shape[0]):
        if a[i] > 2:
            t = a[i] * 2
        else:
            t = -a[i]
        u = t + 1
        out[i] = u
    return out


print(private(np.arange(6.0)))


@njit(parallel=True)
def last(n):
    t = -1
    out = np.zeros(n, dtype=np.int64)
    for i in prange(n):
        t = i * i
        out[i] = t
    return t, out


print(last(5), last(0))


@njit(parallel=True)
def skips(a):
    s = 0
    for i in prange(a.shape[0]):
        if a[i] % 3 == 0:
            continue
        s += a[i]
    return s


print(skips(np.arange(5000)))


@njit(parallel=True)
def skips_and_stores(a):
    b = np.zeros(a.shape[0], dtype=np.int64)
    for i in prange(a.shape[0]):
        if a[i] % 3 == 0:
            continue
        b[i] = a[i]
    return b


print(skips_and_stores(np.arange(10)))
