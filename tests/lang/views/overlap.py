# expect-oracle
import numpy as np
a = np.arange(8)
a[1:] += a[:-1]
print(a)
b = np.arange(9).reshape(3, 3)
b += b.T
print(b)
b[:] = b.T
print(b)
c = np.arange(6)
c[::2], c[1::2] = c[1::2], c[::2]
print(c)
d = np.arange(6)
d[:3], d[3:] = d[3:].copy(), d[:3].copy()
print(d)
e = np.arange(5)
np.add(e[:-1], e[1:], out=e[1:])
print(e)
