# expect-error 9:9: ValueError: iterations of prange may write the same element of 'a'
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a, where):
    for i in prange(len(where)):
        a[where[i]] = i


f(np.zeros(5), np.arange(5))
