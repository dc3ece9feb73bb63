# expect-oracle
import numpy as np
def f(n):
    return n if n > 0 else -n / 2
print(f(3), f(-3))
x = np.arange(3)
y = np.full(3, 7)
for c in (True, False):
    a = x if c else y
    print(a, a.dtype)
for k in range(2):
    b = x if k else x * 2
    b[0] = 50
    print(b)
print(x)
print([("even" if k % 2 == 0 else "odd") for k in range(3)])
k = 5
print("a" if k > 5 else "b" if k > 4 else "c")
