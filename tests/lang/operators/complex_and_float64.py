# expect-oracle
# np.float64 is a float: a Python complex on its left makes Python's complex of it, on its right it makes
# np.complex128; float32 is none.
import numpy as np


def f(z, x):
    try:
        return [z * x, z + x, z - x], [x * z, x + z], z == x, x == z, [z / x], [z**x]
    except ZeroDivisionError as e:
        print(e)
        return [z, z, z], [x * z, x + z], z == x, x == z, [z], [z]


print(f(1j, np.float64(2)), f(2 + 0j, np.float64(0)), f(3.5 + 0j, np.float64(3.5)))
x = np.arange(3.0)
print([1j * x[1]], [1j * x.sum()], [np.complex128(1j) * x[1]], [1j * np.float32(2)], [1j * np.int64(2)])
print(repr(2j * x.mean()), repr(x.mean() * 2j), repr((1 + 1j) * np.sqrt(2)), repr(np.exp(1j * np.float64(0))))
