# expect-oracle
# Every dtype, sizes on both sides of the choice between BLAS and our own loops.
import numpy as np


def show(a, b):
    c = a @ b
    d = a[::-1] @ b[:, ::-1]
    print(c.dtype, c.shape, np.sum(c), np.sum(d), c[0].sum(), d[-1, -1], np.sum(a @ a.T), np.sum(a.T @ a))
    print(np.sum(a.T.copy().T @ b), np.sum(a @ b.T.copy().T), np.sum(a[0] @ b), np.sum(a @ b[:, 0]), a[-1, ::-1] @ b[::-1, 0])


def both(n, k, m, dtype):
    a = (np.arange(n * k).reshape(n, k) % 7 - 3).astype(dtype)
    b = (np.arange(k * m).reshape(k, m) % 5 - 2).astype(dtype)
    show(a, b)


for dtype in (np.bool_, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64,
              np.float16, np.float32, np.float64, np.complex64, np.complex128):
    both(1, 1, 1, dtype)
    both(3, 4, 5, dtype)
    both(7, 30, 6, dtype)
    both(66, 70, 67, dtype)
    both(2, 0, 3, dtype)
