# expect-oracle
import math
from typing import Callable
def newton(f: Callable[[float], float], df: Callable[[float], float], x0: float, tol: float = 1e-12, max_iter: int = 50) -> float:
    x = x0
    for i in range(max_iter):
        fx = f(x)
        if abs(fx) < tol:
            return x
        x = x - fx / df(x)
    raise RuntimeError("no convergence")
print(newton(lambda x: x ** 2 - 2, lambda x: 2 * x, 1.0))
def bisect(f, a, b, tol=1e-10):
    if f(a) * f(b) > 0:
        raise ValueError("same sign")
    while b - a > tol:
        m = (a + b) / 2
        if f(a) * f(m) <= 0:
            b = m
        else:
            a = m
    return (a + b) / 2
print(bisect(math.cos, 0, 3))
try:
    bisect(math.exp, 0, 1)
except ValueError as err:
    print(type(err).__name__, err)
def simpson(f, a, b, n=100):
    h = (b - a) / n
    s = f(a) + f(b)
    for i in range(1, n):
        s += f(a + i * h) * (4 if i % 2 else 2)
    return s * h / 3
for name, fn in [("sin", math.sin), ("exp", math.exp), ("sq", lambda x: x * x)]:
    print(name, simpson(fn, 0, 1))
funcs = {"sin": math.sin, "cos": math.cos}
print(funcs["sin"](1.0))
