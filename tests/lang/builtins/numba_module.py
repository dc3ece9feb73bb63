# expect: 10
# expect: 2.0
import numba
from numba import njit, prange
@njit
def f(n):
    t = 0
    for i in prange(n):
        t += i
    return t
@numba.jit(nopython=True)
def g(x):
    return abs(x)
print(f(5))
print(g(-2.0))
