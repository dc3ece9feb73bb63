# expect-oracle
import numpy as np
a = np.zeros((3, 4))
a[1] = 5
a[:, 1] = [1, 2, 3]
a[0, ::2] = 9
a[[0, 2], [3, 0]] = -1
a[a > 4] = 100
a[..., -1] += 0.5
print(a)
a[1:, 1:] = a[:-1, :-1]
print(a)
a[[0, 0, 1]] += 1
print(a)
a[:] = a[::-1]
print(a)
b = np.arange(5)
b[1:] = b[:-1]
print(b)
b[::2] *= 10
print(b)
c = b
c[0] = -5
c += 1
print(b, c)
i = 0
b[i], i = 77, 3
print(b, i)
idx = np.array([0, 1, 0])
b[idx] += 10
print(b)
d = np.zeros((2, 2), dtype=np.int8)
d[0, 0] = 127
d[0, 0] += 1
print(d)
d[...] = 3
d[np.array([True, False])] = [7, 8]
print(d)
l = [[1, 2], [3, 4]]
l[0][1] = 50
l[1] = l[0]
l[1][0] = 60
print(l)
