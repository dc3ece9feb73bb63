# expect-oracle
import numpy as np
a = np.arange(6)
b = a
b[0] = 100
print(a)
v = a[2:5]
v += 1
print(a)
v = v * 2
v[0] = -1
print(a, v)
m = a.reshape(2, 3)
m[1, 1] = 55
print(a)
t = m.T
t[0, 0] = 7
print(a, m)
r = a.ravel()
r[5] = 9
print(a)
f = a.flatten()
f[0] = 0
print(a[0], f[0])
d = np.diag(np.arange(3))
print(d)
x, y = a[:3], a[3:]
x[:] = y
y[0] = 1000
print(a)
w = a[::-1]
w[0] = 1
print(a)
w[1:] = w[:-1]
print(a, w)
c = a.copy()
c[0] = -99
print(a[0])
q = a[a > 0]
q[0] = 12345
print(a)
