# expect-oracle
import numpy as np
l = []
for i in range(3):
    l.append(i * i)
print(l, len(l), sum(l))
m = l
m.append(100)
print(l, m is l)
l = l + [1]
m.append(5)
print(l, m)
l += [7, 8]
print(l)
nested = []
for i in range(3):
    row = []
    for j in range(i):
        row.append(j)
    nested.append(row)
print(nested)
arrays = []
for i in range(3):
    arrays.append(np.full(2, i))
arrays[1][0] = 50
print(np.array(arrays), arrays[1])
for a in arrays:
    a += 1
print(arrays[0], arrays[2])
q = [0]
while len(q) < 5:
    q.append(q[-1] + 2)
print(q)
for x in q:
    if x > 4:
        break
    q[0] += x
print(q)
b = [1, 2, 3]
for i in range(3):
    c = b
    c[i] = c[i] * 2
    b = c
print(b, c)
