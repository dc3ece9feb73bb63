# expect-error 9:9: ValueError: iterations of prange may write the same element of 'total'
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a, total):
    for i in prange(len(a)):
        total[0] = a[i]


f(np.zeros(5), np.zeros(1))
