# expect-oracle
import numpy as np
print([i for i in range(3)], [i * 0.5 for i in range(3) if i != 1])
print([(i, j) for i in range(2) for j in range(i + 1)])
print([[i * j for j in range(3)] for i in range(3)])
a = np.array([i * i for i in range(5)])
print(a, a.dtype)
print(sum(i for i in range(5)), max(i * 3 % 7 for i in range(7)))
i = 100
l = [i for i in range(3)]
print(i, l)
n = 3
print([n * k for k in range(n)])
x = [np.arange(k) for k in range(3)]
print(x[2], len(x))
print([c.upper() for c in "abc"], [a for a, b in [(1, 2), (3, 4)]])
print([k for k in []], [0 for k in range(0)])
print(any([k > 2 for k in range(4)]), all(k < 4 for k in range(4)))
def f(n):
    return [k if k % 2 else k * 10 for k in range(n)]
print(f(4), f(0))
print(np.array([[i + j for i in range(2)] for j in range(3)]))
print([y for x in range(3) if x for y in range(x) if y >= 0])
t = 10
print([t + (lambda q: q * t)(k) for k in range(3)])
print(list(k for k in (1, 2)))
