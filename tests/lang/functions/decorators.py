# expect-oracle
import time
import functools
from functools import lru_cache, cache, partial, wraps
def timer(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = func(*args, **kwargs)
        elapsed = time.perf_counter() - start
        print(f"{func.__name__} took {elapsed >= 0}")
        return result
    return wrapper
@timer
def add(a, b=2):
    return a + b
print(add(1), add(1, b=5), add.__name__)
def repeat(n):
    def deco(func):
        def inner(*args):
            out = []
            for _ in range(n):
                out.append(func(*args))
            return out
        return inner
    return deco
@repeat(3)
def hello(name):
    return "hi " + name
print(hello("bob"))
@lru_cache(maxsize=None)
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)
print(fib(80), [fib(i) for i in range(10)])
@cache
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)
print(fact(15))
@lru_cache
def grid(m, n):
    if m == 0 or n == 0:
        return 1
    return grid(m - 1, n) + grid(m, n - 1)
print(grid(16, 14))
def power(base, exponent):
    return base ** exponent
square = partial(power, exponent=2)
print(square(5), partial(power, 2)(3), list(map(square, [1, 2, 3])))
