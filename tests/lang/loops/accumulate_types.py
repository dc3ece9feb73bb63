# expect-oracle
import numpy as np
a = np.array([1.5, 2.5])
s = 0
for v in a:
    s += v
print(s)
s = 0
for v in a[:0]:
    s += v
print(s)
m = 1
for i in range(5):
    m = m * 1.5
print(m)
c = 0
for i in range(3):
    c = c + 1j * i
print(c)
z = 0
for i in range(4):
    z = z + i if i < 2 else z + 0.5
print(z)
f = np.float32(0)
for i in range(3):
    f = f + np.float32(0.1)
print(f, f.dtype)
g = np.int8(0)
for i in range(3):
    g = g + 100
print(g)
n = 1
while n < 100:
    n *= 3
print(n)
n = 100
while n > 1:
    n //= 2
    n = n - 0.5
print(n)
