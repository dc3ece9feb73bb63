# expect-oracle
import numpy as np
n = 3
for i in range(2):
    n += i
def f(k, a=np.arange(n), *, s=n * 1.5):
    a[0] += k
    return a.sum() + s
print(f(1), f(2), f(1, np.ones(2)), f(1, s=0))
n = 100
def g(k):
    t = 0.0
    for i in range(k):
        t += f(i)
    return t
print(g(3), f(0))
def outer(m):
    def inner(x, y=m * 2, z=[m]):
        z.append(x)
        return x + y + len(z)
    m = 50
    t = inner(1) + inner(2, 3)
    for i in range(2):
        t += inner(i)
    return t
print(outer(3), outer(5))
