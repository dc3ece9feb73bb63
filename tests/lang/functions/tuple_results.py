# expect-oracle
import numpy as np
def stats(a):
    return a.min(), a.max(), a.mean()
lo, hi, m = stats(np.array([1.0, 4.0, 2.5]))
print(lo, hi, m)
def split(a, n):
    for i in range(1):
        pass
    return a[:n], a[n:], (n, "name")
x = np.arange(5)
u, v, (n, name) = split(x, 2)
u[0] = 50
print(x, v, n, name)
def nothing():
    return ()
print(nothing())
