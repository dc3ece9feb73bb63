# expect-error 11:13: ValueError: 'x' goes from one iteration to the next, and is no sum, product, minimum, maximum or the like
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a):
    x = 0.5
    for i in prange(len(a)):
        a[i] = x
        x = 3.5 * x * (1 - x)


f(np.zeros(5))
