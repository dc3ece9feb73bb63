# expect-oracle
# An array's new contents become another's; then the first changes again.
import numpy as np


def f(x):
    a = np.abs(x)
    b = np.sqrt(np.abs(x))
    a[:] = -a
    b[:] = a
    a[:] = a * a
    return b + 1


print(f(np.array([1.0, -2.0, 3.0])))
