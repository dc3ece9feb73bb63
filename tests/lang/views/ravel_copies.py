# expect-oracle
# ravel is a view of what is contiguous, and else a copy; reshape is a view of any even strides.
import numpy as np

a = np.arange(12.0)
b = a[::2].ravel()
b[0] = 99
c = a.reshape(3, 4)[:, ::2]
d = c.ravel()
d[1] = 77
e = a.reshape(3, 4).T.ravel(order="F")
e[3] = 55
f = a[::2].reshape(-1)
f[1] = 44
print(a, b, d, e, f, b.flags.c_contiguous, b.strides)
print(np.ascontiguousarray(a[::-2]).strides, np.ascontiguousarray(np.float32(3)).shape)


def g(x):
    y = x.ravel()
    y[:] = 0
    return y.sum() + y.strides[0]


print(g(a[::3]), g(a), a)
