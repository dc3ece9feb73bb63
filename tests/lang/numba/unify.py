# Numbers of unlike types that meet become one type.
# expect-oracle
import numpy as np
from numba import njit
@njit
def f(n):
    if n > 2:
        x = 1
    else:
        x = 0.5
    return x
print(f(1), f(3))
@njit
def g(n):
    x = 0
    for i in range(n):
        x = x + 0.5
    return x
print(g(0), g(3))
@njit
def h(n):
    if n > 2:
        return 1
    return 2.5
print(h(1), h(3))
@njit
def k(c):
    return 1 if c else 2.5
print(k(True), k(False))
@njit
def m(n):
    y = 1
    if n:
        y = 1j
    return y
print(m(0), m(1))
