# expect-oracle
import numpy as np
def outer(a, scale):
    def f(i):
        return a[i] * scale
    total = 0.0
    for i in range(len(a)):
        total += f(i)
    scale = scale * 2
    for i in range(len(a)):
        total += f(i)
    return total
print(outer(np.arange(4), 2), outer(np.arange(4.0), 0.5))
def deep(x):
    def mid(y):
        def inner(z):
            return x + y + z
        return inner(1) + inner(2)
    return mid(10)
print(deep(100), deep(0.5))
def mutate(n):
    a = np.zeros(n)
    def put(i, v):
        a[i] = v
    for i in range(n):
        put(i, i * i)
    return a
print(mutate(4))
def listy(n):
    out = []
    def add(v):
        out.append(v)
    for i in range(n):
        add(i * 2)
    return out
print(listy(3))
