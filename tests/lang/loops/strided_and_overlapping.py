# expect-oracle
import numpy as np

def shift(a, b):
    for i in range(a.shape[0] - 1):
        a[i + 1] = a[i] * 2.0 + b[i]

def scale(x, y):
    for i in range(x.shape[0]):
        x[i] = y[i] * 3.0 + 1.0

v = np.arange(20.0)
shift(v, v)
print(v)
w = np.arange(40.0)
scale(w[::2], w[::2])
print(w)
scale(w[1:30], w[0:29])
print(w)
scale(w[::-1], w)
print(w)
m = np.arange(24.0).reshape(4, 6)
scale(m[:, 1], m[1])
print(m)
k = np.arange(30, dtype=np.int32)
def ints(x, y):
    for i in range(x.shape[0]):
        x[i] = y[i] * 3 + 1
ints(k[5:], k[:25])
print(k)
f = np.arange(30, dtype=np.float32)
scale(f[3:], f[:27])
print(f)
