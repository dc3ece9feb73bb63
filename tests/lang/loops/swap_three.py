# expect-oracle
import numpy as np
a, b, c = np.zeros(4), np.ones(4), np.full(4, 2.0)
for t in range(5):
    a[1:-1] = b[:-2] + c[2:]
    a, b, c = c, a, b
    b[0] = t
print(a, b, c)
x = np.arange(4.0)
y = x
for t in range(3):
    y = x[1:] if t == 1 else y
    y[0] += 10
    x, y = x, y
print(x, y)
def evolve(u, n):
    v = np.empty_like(u)
    for t in range(n):
        v[0], v[-1] = u[-1], u[0]
        v[1:-1] = (u[:-2] + u[2:]) / 2
        u, v = v, u
    return u, v
p = np.arange(5.0)
q, r = evolve(p, 4)
print(p, q, r)
q, r = evolve(p, 3)
print(p, q, r)
