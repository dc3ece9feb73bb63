# Globals that change between calls made inside functions and loops.
# expect-oracle
import numpy as np
n = 1
def leaf(x):
    return x * n
def mid(x):
    s = 0
    for i in range(3):
        s += leaf(i + x)
    return s
def top(x):
    return mid(x) + leaf(1)
for k in range(3):
    n = k * 10
    print(top(k), leaf(2))
n = 0.5
print(top(1))
n = np.arange(3)
print(leaf(2), top(1))
if len("abc") == 3:
    n = 7
print(top(1))
a = np.zeros(3)
def bump(i):
    for j in range(1):
        a[i] += n
    return a[i]
for i in range(3):
    n += 1
    print(bump(i))
print(a)
a = a[::2]
bump(1)
print(a)
