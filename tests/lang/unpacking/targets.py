# expect-oracle
import numpy as np
a, b = 1, 2.5
(a, b), c = (b, a), "x"
print(a, b, c)
[x, y] = [10, 20]
print(x, y)
p, *q = 1, 2, 3
print(p, q)
*p, q = 1, 2.0, 3
print(p, q)
p, *m, q = (1, 2)
print(p, m, q)
u, v = np.array([1.5, 2.5])
print(u, v)
r0, r1 = np.arange(6).reshape(2, 3)
r0[0] = 99
print(r0, r1)
i, (j, k) = 1, np.array([2, 3])
print(i, j, k)
c1, c2 = "ab"
print(c2, c1)
l = [1, 2, 3]
f, s, t = l
print(f + s + t)
for i, (x, y) in enumerate([(1, 2), (3, 4)]):
    print(i, x, y)
d = np.zeros(3)
d[0], d[1:] = 5, (6, 7)
print(d)
a, = (7,)
print(a)
t = (1, *l) if False else (1, *(2, 3))
print(t, [*t, 4], (*t, *t))
