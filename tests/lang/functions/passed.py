# expect-oracle
import numpy as np
def apply(f, x):
    return f(x)
def double(x):
    return x * 2
print(apply(double, 3), apply(double, 2.5), apply(lambda x: x + 1, 4), apply(np.sin, 0.0), apply(len, "abc"))
def compose(f, g):
    return lambda x: f(g(x))
h = compose(double, lambda x: x + 10)
print(h(1), h(1.5))
def trapezoid(f, a, b, n):
    s = 0.5 * (f(a) + f(b))
    dx = (b - a) / n
    for i in range(1, n):
        s += f(a + i * dx)
    return s * dx
print(trapezoid(lambda x: x * x, 0, 3, 300))
print(trapezoid(np.cos, 0.0, 1.0, 10))
fs = (double, lambda x: x - 1)
for f in fs:
    print(f(5))
print(max([3, -7, 5], key=abs) if False else "skip")
def twice(f):
    return lambda *a: f(*a) * 2
print(twice(lambda a, b: a + b)(3, 4))
