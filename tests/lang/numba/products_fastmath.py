# expect-oracle
# Sums of products in a function with fastmath, which may be BLAS's, and in one without, whose bits are NumPy's.
import numpy as np
from numba import njit


@njit(fastmath=True)
def fast(a, b):
    return (a.reshape(a.shape[0], a.shape[1], 1) * b.reshape(1, b.shape[0], b.shape[1])).sum(axis=1)


def strict(a, b):
    return (a[:, :, None] * b[None, :, :]).sum(axis=1)


a = np.arange(40 * 50).reshape(40, 50) % 13 - 6.0
b = np.arange(50 * 60).reshape(50, 60) % 11 - 5.0
print(fast(a, b).sum(), (fast(a, b) * fast(a, b)).sum())
print(strict(a / 3, b / 7).sum(), strict(a / 3, b / 7)[3, 5], strict(a / 3, b / 7)[-1, -1])
