# expect: 0 0.0
# expect: 1 0.0
# expect-error 8:27: IndexError: index 2 is out of bounds for axis 0 with size 2
import numpy as np

def printed(u, s, steps):
    for k in range(steps):
        u[1:-1] = u[2:] + s[k]
        print(k, u[0])

printed(np.arange(40.0), np.arange(2.0), 5)
