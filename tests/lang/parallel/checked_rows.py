# flags: --check-races
# expect-error 10:13: RuntimeError: the iterations for 1 and 0 of prange read and write one element: the other place is
import numpy as np
from numba import njit, prange


@njit(parallel=True)
def f(a, b):
    for i in prange(3):
        s = b[i:i + 2].sum()
        a[2 * i:2 * i + 2] = s


x = np.arange(8.0)
f(np.zeros(6), x)
f(x, x)
