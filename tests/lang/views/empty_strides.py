# expect-oracle
# Arrays that are made empty have strides of zero, and so have views of them.
import sys

import numpy as np

n = len(sys.argv) - 1


def show(a):
    print(a.shape, a.strides, a.flags.c_contiguous, a.flags.f_contiguous)


show(np.zeros(0))
show(np.zeros((n, 3)))
show(np.zeros((2, n, 4)))
show(np.zeros((n, 3)).T)
show(np.zeros((5, 3))[2:2])
show(np.zeros((5, 3))[:, n:n])
show(np.zeros((5, 3))[2:2].copy())
show(np.zeros((5, 3))[n:n] + 1)
show(np.zeros((3, n, 2), order="F") * 2)
show(np.empty((n, 2), np.int8)[::2])
show(np.zeros((5, 3))[np.zeros(5, bool)])
show(np.zeros((5, n)).sum(1))
show(np.where(np.zeros((n, 3)) > 0, 1, 2))
show(np.zeros((n, 3)).astype(np.float32))
