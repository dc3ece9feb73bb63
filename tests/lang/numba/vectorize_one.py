# expect-oracle
# numba.vectorize of one signature: arrays, broadcasting, numbers; values and types are Numba's.
import math
import numpy as np
from numba import vectorize


@vectorize(["float64(float64)"])
def erf(x):
    return math.erf(x)


@vectorize(["float64(float64, float64)"])
def larger(x, y):
    if x > y:
        return x
    return y


a = np.linspace(-1.0, 2.0, 4)
print(erf(a), erf(a).dtype)
print(larger(a, np.array([[0.0], [1.0]])))
print(larger(np.arange(4), 1.5))
print(repr(erf(0.5)), repr(larger(1, 2)))
