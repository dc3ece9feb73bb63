# None and a value on two paths: fine where it is known which.
# expect-oracle
import numpy as np
def f(a, out=None):
    if out is None:
        out = np.empty_like(a)
    out[:] = a * 2
    return out
x = np.arange(3)
print(f(x), f(x, np.zeros(3)))
def g(n=None):
    n = 5 if n is None else n
    return n
print(g(), g(7), g(2.5))
