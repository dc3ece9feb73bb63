# np.mgrid, np.ogrid, np.r_, np.c_, np.s_, a.flat, a.flags[...], and assignment to attributes.
# expect-oracle
import numpy as np

a = np.arange(6.0)
b = a[::-1] * 2
m = np.arange(12.0).reshape(3, 4)
u8 = np.arange(6, dtype=np.uint8)
f4 = u8.astype(np.float32)

print(np.mgrid[0:3, 0:1:5j], np.mgrid[0:5:0.5], np.mgrid[0:1:4j], np.mgrid[0:1:1j, 0:2])
print(np.mgrid[-1:1:3j, -1:1:3j, 0:2].shape, repr(np.mgrid[0:u8[3], 0:2]))
y, x = np.ogrid[:3, :4]
print(x * y, np.ogrid[0:5], np.ogrid[0:1:3j, 0:2])


def circle(n, r):
    yy, xx = np.ogrid[-n:n + 1, -n:n + 1]
    return (xx * xx + yy * yy <= r * r).sum()


print(circle(5, 3))
print(repr(np.r_[1:4, 0, 4]), repr(np.r_[f4, 1.5]), repr(np.r_[u8, f4, 2.5]), repr(np.r_[u8, 1]))
print(np.r_[0:1:5j, a], np.r_[m, m].shape, np.r_[[1, 2], 3, (4, 5)], repr(np.r_[np.float32(1), 2]))
print(np.c_[a, b], np.c_[m, m[:, 0]], np.c_[1:4, 2:5])
print(np.c_[np.array([[1, 2, 3]]), 0, 0, np.array([[4, 5, 6]])])
print(a[np.s_[1:3]], m[np.s_[1:, ::2]], m[np.index_exp[0]], np.delete(a, np.s_[::2]))

print(a.flags["C_CONTIGUOUS"], m.T.flags["F"], m.T.flags.fnc, m[:, :2].flags.forc)
print(a.flags.writeable, np.broadcast_to(a, (2, 6)).flags.writeable)

print(m.flat[3], m.T.flat[1], m.T.flat[-1], m.T.flat[1:4], m.flat[[1, 2]], m.flat[m.ravel() > 8])
print([v for v in m.T.flat], len(m.flat), np.sum(m.T.flat))
for j, v in enumerate(m.flat):
    last = j * v
print(last)
m.flat[3] = 9
m.T.flat[3] = -9
m.T.flat[6:9] = [7, 8]
m.flat[0] += 2
print(m)
e = np.zeros((3, 3))
e.flat[::4] = 1
print(e)
e.flat = [1, 2]
print(e)
for v in e.T.flat:
    e[2, 1] = 40.0
    last = v
print(last)

z = np.array([1 + 2j, 3 - 1j, 0.5j])
z.real = a[:3]
z.imag += 2
print(z)
z.imag = 0
a.real = 3
print(z, a)


def shaped(n):
    c = np.arange(n)
    c.shape = (2, n // 2)
    d = np.arange(n)
    d.shape = -1, 1
    return c + d[:2]


print(shaped(6))
g = np.arange(4)
g.shape = 2, 2
print(g)
g.shape = 5, 5
