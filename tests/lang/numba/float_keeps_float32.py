# expect-oracle
# float() keeps a float32 under Numba, and functions of math of two float32 give one.
import math

import numpy as np
from numba import njit


@njit
def f(x):
    y = float(x[0])
    return math.sqrt(y), y * 2, math.hypot(y, y), math.copysign(y, -y), math.pow(y, y), int(y) - 5


@njit
def g(x, k):
    y = int(x[k])
    return y - 5, y // -2, -y, y * -1, y < -1


print(f(np.array([3], dtype=np.float32)))
print(f(np.array([3], dtype=np.float64)))
for k in range(3):
    print(g(np.array([3, 200, 255], dtype=np.uint8), k))
