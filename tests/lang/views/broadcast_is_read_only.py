# expect-error 14:1: ValueError: assignment destination is read-only
# expect: 6.0 [1. 2. 3.] 1.0
# A broadcast view repeats elements; writing through it, or through a view of it, is refused.
import numpy as np


def total(v):
    return v.sum()


a = np.arange(3.0)
v = np.broadcast_to(a, (2, 3))
print(total(v), v[0] + 1, np.broadcast_to(a, a.shape)[1])
v[0][1] = 5.0
