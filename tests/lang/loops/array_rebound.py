# expect-oracle
import numpy as np
a = np.arange(4)
for i in range(3):
    a = np.concatenate((a, a[:1]))
print(a)
b = np.arange(3)
for i in range(3):
    b = b * 0.5
print(b)
c = np.ones(2)
for i in range(2):
    c = np.append(c, i)
print(c, len(c))
d = np.arange(3)
for i in range(3):
    d = d.astype(np.float32) + i
print(d, d.dtype)
