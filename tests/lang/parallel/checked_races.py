# flags: --check-races
# expect: [4. 0. 1. 2. 3.]
# expect: [ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11.]
# expect: 500500.0
# expect-error 44:9: RuntimeError: the iterations for 3 and 1 of prange both write one element: the other place is
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def permute(a, where, out):
    for i in prange(len(where)):
        out[where[i]] = a[i]
    return out


print(permute(np.arange(5.0), np.array([1, 2, 3, 4, 0]), np.zeros(5)))


@njit(parallel=True)
def shift(a, off):
    for i in prange(6):
        a[i + off] = a[i] + off
    return a


print(shift(np.arange(12.0), 6))


@njit(parallel=True)
def total(a):
    s = 0.0
    for i in prange(len(a)):
        s += a[i]
    return s


print(total(np.arange(1001.0)))


@njit(parallel=True)
def scatter_twice(a, where):
    for i in prange(len(where)):
        a[where[i]] = i


scatter_twice(np.zeros(4), np.array([3, 2, 0, 2]))
