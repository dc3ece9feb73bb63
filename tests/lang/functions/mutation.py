# expect-oracle
import numpy as np
def fill(a, v):
    a[:] = v
def grow(l, n):
    for i in range(n):
        l.append(i)
def rebind(a):
    a = a + 1
    return a
def inplace(a):
    a += 1
    return a
def both(a, b):
    a[0] = 7
    return b[0]
x = np.zeros(3)
fill(x, 2)
print(x)
l = [9]
grow(l, 3)
print(l)
y = rebind(x)
print(x, y)
z = inplace(x)
print(x, z)
z[1] = 100
print(x)
print(both(x, x), both(x[1:], x), x)
def ints(n):
    n += 1
    return n
k = 3
print(ints(k), k)
t = (1, 2)
def tup(t):
    t += (3,)
    return t
print(tup(t), t)
