# Augmented assignment changes the array, plain assignment the name.
# expect-oracle
import numpy as np
a = np.ones(3)
b = a
a += 1
print(b)
a = a + 1
print(a, b)
a -= b
print(a, b)
def f(x):
    x *= 2
    x = x + 1
    x *= 10
    return x
print(f(b), b)
n = 5
m = n
n += 1
print(n, m)
s = "a"
u = s
s += "b"
print(s, u)
l = [1]
k = l
l += [2]
print(l, k)
l = l + [3]
print(l, k)
t = (1,)
w = t
t += (2,)
print(t, w)
x = np.arange(4)
y = x[1:]
y //= 2
y **= 2
y |= 8
print(x)
for row in x.reshape(2, 2):
    row -= 1
print(x)
