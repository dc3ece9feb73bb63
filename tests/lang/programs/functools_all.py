# expect-oracle
from functools import reduce, partial, cache
import operator
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(operator.add, [1, 2, 3], 10))
def power(base, exponent):
    return base ** exponent
square = partial(power, exponent=2)
cube = partial(power, exponent=3)
print(square(5), cube(2), list(map(square, [1, 2, 3])))
@cache
def f(n):
    return 1 if n <= 1 else n * f(n - 1)
print(f(15))
compose = lambda f, g: lambda x: f(g(x))
inc = lambda x: x + 1
print(compose(square, inc)(3))
def make_counter():
    n = 0
    def counter():
        nonlocal n
        n += 1
        return n
    return counter
c = make_counter()
print(c(), c(), c())
