# expect-oracle
import numpy as np
a = np.arange(6)
view = a[1:4]
for i in range(3):
    view[i] *= 10
    view = a[i:i + 3]
print(a, view)
row = np.zeros((3, 3))
r = row[0]
for i in range(3):
    r += i + 1
    r = row[i]
    r[i] = 7
print(row, r)
t = row.T
for i in range(2):
    t[0, 1] += 1
    t = t.T
print(row)
prev = a
for i in range(3):
    cur = prev.copy()
    cur[0] += 1
    prev, cur = cur, prev
print(prev, cur, a)
