# expect-oracle
# An axis that is a loop's index: each turn is elaborated with its own.
import numpy as np


def rolled(m):
    total = np.zeros(m.shape)
    for axis in range(2):
        for shift in (-1, 1):
            total += np.roll(m, shift, axis)
    return total


m = np.arange(12.0).reshape(3, 4)
print(rolled(m))
for axis in range(m.ndim):
    print(axis, np.flip(m, axis)[0, 0], np.cumsum(m, axis=axis)[-1, -1])
