# expect: (3.0, 2.0) (nan, nan)
# expect: (-4+0j)
# expect: (-1+0j)
# Folds that only give what range gives if the iterations follow each other: they do.
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def extremes(a):
    hi = -np.inf
    lo = np.inf
    for i in prange(a.size):
        hi = max(a[i], hi)
        lo = min(a[i], lo)
    return hi, lo


@njit(parallel=True)
def product(a):
    z = 1 + 0j
    for i in prange(a.size):
        z *= a[i]
    return z


@njit(parallel=True)
def quotient(a):
    z = 4 + 0j
    for i in prange(a.size):
        z /= a[i]
    return z


nan = np.nan
print(extremes(np.array([1.0, nan, 3.0, 2.0])), extremes(np.array([1.0, 2.0, nan])))
print(product(np.array([1 + 1j, 1 + 1j, 1 + 1j, 1 + 1j])))
print(quotient(np.array([1 + 1j, 1 + 1j, 1 + 1j, 1 + 1j])))
