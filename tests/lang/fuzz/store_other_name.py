# What a store reads may be its own array under another name.
# expect-oracle
import numpy as np
v = np.array([0, 0, 0, 1])
v[[0, 0, 3, 0]] = v if np.max([0]) else v
print(v)
a = np.arange(6)
b = a if a[0] else a
a[1:] = b[:-1]
print(a)
a[2:] += (a[1:] if a[1] else a)[:4]
print(a, b)
items = [a, a]
a[:-1] = items[1][1:] + items[0][:-1]
print(a)
for c in items:
    a[::-1] = c * 2
print(a, b)
def keep(x):
    return x
a[1:] -= keep(a)[:-1]
print(a, b)
