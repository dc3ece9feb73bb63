# expect-oracle
# Numba negates and inverts unsigned integers at their own width, then extends them.
import numpy as np
from numba import njit


@njit
def signs(p):
    return -p[0], ~p[0]


for dtype in (np.uint8, np.uint16, np.uint32):
    print(signs(np.array([4, 1], dtype=dtype)))
print(signs(np.array([4, 1], dtype=np.int8)))
