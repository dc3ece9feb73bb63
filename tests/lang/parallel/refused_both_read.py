# expect-error 10:9: ValueError: 's' goes from one iteration to the next
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a):
    s = 0.0
    for i in prange(len(a)):
        s += a[i]
        a[i] = s


f(np.zeros(5))
