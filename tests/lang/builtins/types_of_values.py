# type() of values of every kind, and the names and texts of types.
# expect-oracle
import numpy as np
from collections import namedtuple
class A:
    pass
P = namedtuple("P", "x")
def f(x): return x
print(np.float64.__name__, np.bool_.__name__, int.__name__, f.__name__, A.__name__, A().__class__.__name__)
for v in (1, 2.5, True, "s", 1j, [1], (1,), {1: 2}, {1}, range(3), np.float32(1), np.arange(3), np.arange(3)[0], A(), P(1)):
    print(type(v), type(v).__name__)
print(np.arange(3).dtype.type, np.zeros(2, np.float32).dtype.type.__name__, np.zeros(3).dtype.name)
print(type(1) == int, type(1.0) is float, type(np.float64(1)) == float, type(np.float64(1)) is np.float64, np.float64 == float, np.dtype(float) == float, np.dtype("f8") == np.float64, np.float64 == "float64", np.float64 is np.dtype("f8"))
print(type(A()) is A, type(A()) == A, isinstance(A(), type(A())), f"{type(2)}", str(int), [int.__name__])
def kind(x):
    if type(x) is int:
        return "i"
    elif type(x) == np.ndarray:
        return "a"
    return "?"
print(kind(1), kind(np.zeros(2)), kind(2.0))
x = type(np.zeros(3)[0])(3)
print(x, repr(x), type(3)("4"))
