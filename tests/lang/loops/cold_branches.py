# expect-oracle
# Branches that hardly run are functions of their own, compiled when they are first called.
import numpy as np

def lu(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i, n):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]

def two(x, y, n):
    s = 0.0
    for i in range(n):
        s += x[i] * y[i]
        y[i] = s
    return s

def mix(a, b):
    p = a * b + a
    q = p * b - a
    r = q * p + b * a
    return r + p * q

m = np.arange(12.0).reshape(4, 3) + 1
try:
    lu(m)
except IndexError as e:
    print("IndexError", e)
print(m)
x = np.arange(5.0); y = np.ones(7)
for n in (3, 5, 6, 7):
    try:
        print(two(x, y, n))
    except IndexError as e:
        print("IndexError", e)
    print(y)
for a, b in ((np.ones((3, 4)), np.arange(4.0)[None, :]), (np.ones((3, 1)), np.arange(12.0).reshape(3, 4)), (np.ones((3, 4)), np.ones((3, 4)))):
    print(mix(a, b))
    print(mix(a, b).sum())

def down(n, a):
    if n == 0:
        s = 0.0
        for i in range(4):
            s += a[i]
        return s
    return down(n - 1, a)

for size in (4, 3, 3):
    try:
        print(down(800, np.ones(size)))
    except IndexError as e:
        print("IndexError", e)

def drift(x, y, steps):
    for t in range(steps):
        for i in range(x.shape[0]):
            x[i] = x[i] + 0.5 * y[i]

z = np.arange(40.0)
drift(z[:20], z[20:], 9)
drift(z[:20], z[10:30], 9)
drift(z[10:30], z[:20], 2)
print(z)

def root(x, y, steps):
    for t in range(steps):
        for i in range(x.shape[0]):
            x[i] = np.sqrt(x[i] * x[i] + y[i]) / (1.0 + y[i])

for scale in (1.0, 1e-170, 1e170):
    x = np.arange(70.0) * scale
    root(x, np.linspace(0.0, 1.0, 70) * scale, 5)
    print(x)
