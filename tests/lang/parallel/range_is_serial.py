# expect: [1. 2. 3. 4. 5.]
# expect: 15.0
# expect: 0
# expect: 1
# expect: 2
# Without parallel=True prange is range; what prints keeps its order.
import numpy as np
from numba import njit, prange


@njit
def f(a):
    for i in prange(1, len(a)):
        a[i] = a[i - 1] + 1
    return a


print(f(np.ones(5)))


@njit(parallel=True)
def inner_is_range(a):
    s = 0.0
    for i in prange(1):
        for j in prange(a.shape[0]):
            s += a[j]
    return s


print(inner_is_range(np.arange(6.0)))


@njit(parallel=True)
def prints(n):
    for i in prange(n):
        print(i)


prints(3)
