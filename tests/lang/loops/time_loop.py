# expect-oracle
import numpy as np
u = np.zeros(8)
u[3] = 1
v = u.copy()
for t in range(5):
    for i in range(1, 7):
        v[i] = u[i] + 0.25 * (u[i - 1] - 2 * u[i] + u[i + 1])
    u, v = v, u
print(u)
print(v)
u = np.arange(6.0)
v = np.zeros(6)
for t in range(3):
    v[1:-1] = u[:-2] + u[2:]
    u, v = v, u
    u[0] += 1
print(u, v)
w = u
for t in range(2):
    w = u if t else v
    w += 10
print(u, v, w)
def step(a, b):
    b[1:] = a[:-1]
    return b, a
for t in range(3):
    u, v = step(u, v)
print(u, v)
