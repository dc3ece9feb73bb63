# expect-oracle
import numpy as np
a = b = 3
a += 1
print(a, b)
x = y = np.zeros(3)
x[0] = 1
print(y)
x += 1
print(x, y)
i = 0
i = z = i + 1
print(i, z)
q = np.zeros(4)
k = 1
k = q[k] = 2
print(k, q)
(u, v) = w = (1, 2)
print(u, v, w)
l = [1, 2]
m = l2 = l
m.append(3)
print(l, l2)
