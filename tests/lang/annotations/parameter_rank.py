# expect-error 10:7: TypeError: argument 'a' of total() must be float64[:, :], not float64[:]
# Annotations of parameters that say an array type are checked.
import numpy as np


def total(a: "float64[:, :]", scale: float = 1.0):
    return a.sum() * scale


print(total(np.ones(3)))
