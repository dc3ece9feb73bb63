# expect-oracle
import numpy as np
from numba import njit
SCALE = 2.5
TABLE = np.array([1.0, 2.0, 3.0])
@njit
def f(i):
    return TABLE[i] * SCALE
print(f(0), f(2))
@njit
def total(a):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * TABLE[i % 3]
    return s
print(total(np.arange(5.0)))
