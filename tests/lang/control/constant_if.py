# expect-oracle
import numpy as np
def f(x):
    if x is None:
        return "none"
    if isinstance(x, int):
        return "int"
    elif isinstance(x, float):
        return "float"
    return x.ndim
print(f(None), f(1), f(2.5), f(np.zeros((2, 2))))
def g(a, axis=None):
    if axis is None:
        return a.sum()
    return a.sum(axis)
print(g(np.ones((2, 3))), g(np.ones((2, 3)), 0))
if False:
    undefined_name(1)
DEBUG = False
if DEBUG and undefined:
    print("x")
