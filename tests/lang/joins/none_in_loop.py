# None and an array do not join where a loop's turns meet.
# expect-error 6:8: TypeError: 'x' is None on one path and float64[:] on another
import numpy as np
x = None
for i in range(100):
    if x is None:
        x = np.zeros(2)
    x += 1
