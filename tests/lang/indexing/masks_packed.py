# expect-oracle
import numpy as np
a = np.arange(24.0).reshape(4, 6)
m = a % 3 == 0
print(a[m], a[m].sum(), a[a > 100].shape)
a[m] = -1
print(a)
a[a > 10] *= 2
print(a)
r = np.array([True, False, True, False])
print(a[r], a[r].strides, a[r, 1:4], a[r][:, 2])
a[r] = 0
print(a)
a[r] = np.arange(6)
print(a)
a[r, 2:4] = [[7], [8]]
print(a)
b = np.arange(10)
b[b > 5] = b[:4]
print(b)
b[::-1][b > 3] = np.array([1, 2, 3, 4, 5, 6])[: (b > 3).sum()]
print(b)
z = (np.arange(6) + 1j).reshape(2, 3)
z[z.real > 2] = z[z.real > 2] * z[z.real > 2] + 1
print(z, z.T[z.T.real > 5])
t = np.array([True, False, True])
t[t] = np.array([False, True])
print(t)
f = np.asfortranarray(np.arange(12).reshape(3, 4))
print(f[f % 2 == 0], f[np.array([True, False, True])])
c = np.arange(24).reshape(2, 3, 4)
k = c % 5 == 0
c[k] += 100
print(c)
w = np.array([[True, False, True], [False, False, True]])
print(c[w], c[w].shape, c[w, 1:3])
c[w] = np.arange(4)
print(c)
e = np.zeros((0, 3))
print(e[e > 0], e[np.zeros(0, dtype=bool)].shape)


def update(x, y, keep):
    x[keep] = x[::-1][keep] * 2 + y[keep]
    y[keep] -= x[keep]


u = np.arange(8.0)
v = u[::-1]
update(u, v, np.arange(8) % 3 != 1)
print(u, v)


def shifted(x, keep):
    part = x[keep]
    x[keep] = part + 1
    part[:2] = 0
    keep[0] = not keep[0]
    x[keep] = x[keep] + part.sum()
    return part


g = np.arange(10.0)
print(shifted(g, g > 4), g)


def rows(x, centre):
    near = (x * x).sum(axis=1) < 40
    x[near] -= centre
    x[near, :2] = x[near, :2] * 10
    return x


print(rows(np.arange(12.0).reshape(4, 3), np.array([1.0, 2.0, 3.0])))
h = np.arange(5)
try_mask = h > 1
h[try_mask] = h[try_mask][::-1]
print(h)
