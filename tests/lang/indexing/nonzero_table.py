# expect-oracle
# The positions of several axes are columns of one table.
import numpy as np
a = np.arange(12).reshape(3, 4) % 3
for x in np.nonzero(a): print(x, x.strides, x.dtype, x.flags.c_contiguous)
for x in np.nonzero(np.array([1, 0, 2])): print(x, x.strides)
for x in np.where(a > 1): print(x.strides)
for x in np.zeros((0, 3)).nonzero(): print(x.shape, x.strides)
for x in np.zeros((2, 3)).nonzero(): print(x.shape, x.strides)
r, c = np.nonzero(a > 0)
print(r.sum(), c[::2], r + c, (r * 2).strides)
print(np.argwhere(a).strides, np.flatnonzero(a).strides)
print(np.argwhere(a).flags.c_contiguous, np.argwhere(a).flags.f_contiguous)
