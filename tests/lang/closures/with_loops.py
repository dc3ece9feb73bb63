# Closures with loops, early returns and recursion.
# expect-oracle
import numpy as np
def outer(a, n):
    def find(v):
        for i in range(len(a)):
            if a[i] == v:
                return i
        return -1
    def fact(k):
        if k <= 1:
            return n
        return k * fact(k - 1)
    return find(3), find(9), fact(4)
print(outer(np.array([1, 2, 3]), 1))
print(outer(np.array([1.0, 3.0]), 0.5))
def simpson(f, a, b, n):
    h = (b - a) / n
    def weight(i):
        if i == 0 or i == n:
            return 1
        if i % 2 == 1:
            return 4
        return 2
    s = 0.0
    for i in range(n + 1):
        s += weight(i) * f(a + i * h)
    return s * h / 3
print(simpson(lambda x: x ** 3, 0.0, 2.0, 10))
