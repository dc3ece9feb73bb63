# expect-error 6:27: IndexError: index 3 is out of bounds for axis 0 with size 3
import numpy as np

def late(u, s, steps):
    for k in range(steps):
        u[1:-1] = u[2:] + s[k]
        u[0] = 1

late(np.arange(40.0), np.arange(3.0), 3)
late(np.arange(40.0), np.arange(3.0), 9)
