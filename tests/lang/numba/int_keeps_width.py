# expect-oracle
# Numba's int() keeps the type of an integer, and unlike integers unify as NumPy promotes them.
import numpy as np
from numba import njit


@njit
def grown(a):
    x = int(a[0])
    y = x
    for i in range(3):
        y = y + x
    return y, x, x * x * x * x * x


@njit
def mixed(a):
    x, y = int(a[0]), int(a[1])
    return max(x, y), min(x, 1), x if x > 3 else 1, round(y), x >> 1, y & x, int(True), int(x > 3)


@njit
def counted(a):
    c = 0
    for i in range(int(a[0])):
        c += i
    return c, a[int(a[0]) - 4], len(np.zeros(int(a[0])))


@njit
def signs(a):
    return -int(a[1]), ~int(a[1]), +int(a[1]), abs(int(a[1]))


@njit
def between(a):
    return int(a[0]) - int(a[1])


@njit
def stored(a):
    out = np.zeros(3)
    out[0] = int(a[1])
    out[1] = int(a[1]) - 300
    out[2] = -int(a[1])
    return out


def show(dtype):
    a = np.array([5, 100], dtype=dtype)
    print(grown(a), mixed(a), counted(a), stored(a))


show(np.uint8)
show(np.int8)
show(np.uint16)
show(np.int16)
show(np.uint32)
show(np.int32)
show(np.int64)
for a in (np.array([5, 100], np.int8), np.array([5, 100], np.int32)):
    print(signs(a), between(a))
