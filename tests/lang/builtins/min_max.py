# expect-oracle
import numpy as np
a = 3
b = 7
print(min(a, b), max(a, b), min(a, 2.5), max(a, 2.5, 9), min(b, a, 1))
x = 2.5
print(min(x, 3), max(x, 3), max(1, x), min(4, x))
print(min([3, 1, 2]), max([3, 1, 2]), min((2.5, 1.5)), max("a", "b"))
l = [5, 3, 9, 3]
print(min(l), max(l))
f = [0.5 * i for i in range(5)]
print(min(f), max(f))
v = np.array([3.0, -1.0, 8.0])
print(min(v), max(v), max(np.array([1, 5, 2])))
print(min(range(3, 9)), max(range(3, 9)))
print(max(abs(i - 3) for i in range(10)))
print(min(True, 0), max(np.float32(1.5), np.float32(2.5)))
print(min(1, 1.0), max(1.0, 1))
