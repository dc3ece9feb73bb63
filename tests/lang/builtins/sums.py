# expect-oracle
import numpy as np
print(sum([1, 2, 3]), sum((1.5, 2.5)), sum([]), sum([1, 2], 10), sum([0.1] * 10))
l = []
for i in range(10):
    l.append(i * 0.1)
print(sum(l), sum(l, 100), sum(range(101)))
print(sum(x * x for x in range(5)), sum(np.array([1.5, 2.5])), sum(np.array([1, 2])))
print(sum(np.array([[1, 2], [3, 4]])))
print(sum([[1], [2, 3]], []))
print(sum(1 for c in "banana" if c == "a"))
