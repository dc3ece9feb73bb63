# expect-oracle
# Under Numba integers are 64 bits wide and wrap, and literals are not weak.
import numpy as np
from numba import njit


@njit
def arithmetic(a, b):
    return a + b, a - b, a * b, a / b, a // b, a % b, a == b, a < b


@njit
def power(a, b):
    return a ** b


@njit
def bits(a, b):
    return a & b, a | b, a ^ b, a << 2, a >> 1, ~a, -a, +a


@njit
def total(image):
    s = 0
    for i in range(image.shape[0]):
        s += image[i]
    return s


print(arithmetic(7, 2), arithmetic(7.5, 2), arithmetic(7, -2.5))
print(arithmetic(np.uint8(200), np.uint8(100)), arithmetic(np.int8(100), np.int8(100)))
print(arithmetic(2 ** 62, 2 ** 62), power(2, 10), power(2, -1), power(3, 50), power(2.0, 3))
print(bits(12, 10), total(np.array([200, 100, 50], dtype=np.uint8)))
