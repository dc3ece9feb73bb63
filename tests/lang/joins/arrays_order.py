# expect-oracle
import numpy as np
def f(c):
    if c:
        a = np.arange(6.0).reshape(2, 3)
    else:
        a = np.arange(6.0).reshape(3, 2).T
    return a
for c in (True, False):
    a = f(c)
    print(a, a.flags.c_contiguous, a.flags.f_contiguous, a.sum(axis=0), a.ravel())
for k in range(3):
    b = np.ones((2, 2)) if k == 0 else b * 2
    print(b)
v = np.arange(10)
for k in range(3):
    v = v[1:] if k % 2 else v[::2]
    print(v)
    v[0] = -1
print(v)
