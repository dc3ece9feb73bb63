# expect-oracle
import numpy as np
from numba import njit, float64, int64, jit
@njit("float64(float64, int64)")
def f(x, n):
    return x * n
print(f(2, 3), f(2.5, 3))
@njit(float64(float64[:]))
def g(a):
    return a.sum()
print(g(np.arange(3.0)))
@njit(["int64(int64)", "float64(float64)"])
def h(x):
    return x * 2
print(h(3), h(2.5))
@jit(nopython=True)
def k(x, y=2):
    return x ** y
print(k(3), k(2.0, 3))
@njit("int32(int32, int32)")
def w(a, b):
    return a + b
print(w(2, 3))
@njit("void(float64[:, ::1], float64)")
def fill(a, v):
    a[:] = v
z = np.zeros((2, 2))
fill(z, 3)
print(z)
@njit(fastmath=True, cache=True)
def q(a):
    s = 0.0
    for v in a:
        s += v
    return s
print(q(np.ones(4)))
