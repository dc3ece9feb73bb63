# expect-oracle
import numpy as np
from numba import njit
@njit
def f(a, b):
    return a + b, a * b, a // b, a % b, a / b, a ** 2
print(f(7, 2), f(-7, 2), f(7, -2), f(7.0, 2))
@njit
def wrap(n):
    x = 9223372036854775807
    return x + n
print(wrap(1))
@njit
def small(a):
    s = a[0]
    for i in range(1, len(a)):
        s += a[i]
    return s
print(small(np.array([100, 100, 100], dtype=np.int8)), small(np.array([1.5, 2.5], dtype=np.float32)))
@njit
def lit(x):
    return x + 1, x * 2.0, x > 0
print(lit(3), lit(2.5), lit(np.float32(1.5)), lit(np.int8(127)))
@njit
def acc(a):
    s = 0
    for x in a:
        s += x
    return s
print(acc(np.array([1.5, 2.5])), acc(np.array([1, 2])), acc(np.zeros(0)))
