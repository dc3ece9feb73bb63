# expect-error 7:7: TypeError: No matching definition
import numpy as np
from numba import njit
@njit("float64(float64[:])")
def g(a):
    return a.sum()
print(g(np.zeros((2, 2))))
