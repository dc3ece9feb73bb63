# expect-oracle
import numpy as np
def head(a):
    return a[:2]
def pick(a, b, c):
    for k in range(1):
        pass
    if c:
        return a
    return b
x = np.arange(5)
h = head(x)
h[0] = 50
print(x)
y = np.arange(5) * 10
p = pick(x, y, True)
p[1] = -1
pick(x, y, False)[2] = -2
print(x, y)
z = x if x[0] > 10 else y
z[4] = 999
print(x, y)
print(pick(x[::2], y, True), pick(x, y[::-1], False))
