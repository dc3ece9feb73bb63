# flags: --target=omp --threads=4 --parallel-from=1
# expect-error 14:7: IndexError: index 20007 is out of bounds for axis 0 with size 1000
# Of several indexes that are wrong the first is reported, whichever thread comes to which part first.
import numpy as np


def pick(x, i):
    y = x * 2
    return np.exp(y[i])


i = np.arange(50000) % 1000
i[20007:] = np.arange(20007, 50000)
print(pick(np.ones(1000), i).sum())
