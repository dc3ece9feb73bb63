# expect-oracle
from numba import njit
@njit
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
print(fib(20))
@njit
def make(n):
    def inner(x):
        return x * n
    return inner(2) + inner(3)
print(make(4), make(0.5))
