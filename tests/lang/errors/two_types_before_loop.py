# A loop that may not run leaves a name what two paths made of it.
# expect-error 13:11: TypeError: 'x' is float64[:] on one path and int32[:] on another
import numpy as np


def after(n):
    if n > 0:
        x = np.zeros(2)
    else:
        x = np.zeros(2, dtype=np.int32)
    for i in range(n):
        x = 1
    print(x)


after(0)
