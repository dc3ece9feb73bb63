# Casts of arrays of rank 0 stay arrays; shapes that never broadcast fail when the line runs.
# expect-oracle
import numpy as np
a = np.arange(1, 2).reshape(())
b = a.astype(np.bool_)
c = a.astype(np.float32)
c[()] = 2.5
print(repr(b), repr(c), a.astype(np.int8).dtype, a.ndim)
print(a.astype(np.complex64) + c)
print(np.where(a, c, 3), np.where(np.arange(2), 0, (4, 5)))
v = np.linspace(1, 0, 4)
for i in range(0):
    v = np.linspace(0, 1, 4)
print(np.where(np.arange(0), 0, (0, 0)))
