# expect-error 11:9: ValueError: iterations of prange may write an element of 'a' that others read
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a):
    n = len(a)
    s = 0
    for i in prange(1, n):
        a[i] = a[i - 1] + 1
    return s


f(np.zeros(5))
