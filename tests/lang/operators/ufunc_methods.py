# expect-oracle
import numpy as np

a = np.array([[3, 1, 4], [1, 5, 9], [2, 6, 5]])
print(np.subtract.reduce(a, axis=1), np.bitwise_xor.reduce(a), np.bitwise_or.reduce(a, axis=None))
print(np.divide.reduce(np.array([64.0, 4.0, 2.0])), np.logical_xor.reduce(a > 2, axis=1, keepdims=True))
print(np.maximum.accumulate(a, axis=1), np.subtract.accumulate(np.array([10, 1, 2, 3])))
print(np.add.reduceat(np.arange(10), [0, 4, 2, 8]), np.maximum.reduceat(a, [0, 2], axis=1))
print(np.subtract.outer(np.array([1, 2]), np.array([10, 20, 30])), np.multiply.outer(2, a[0]))
h = np.zeros(4)
np.add.at(h, np.array([0, 1, 1, 3, -1]), 1)
np.add.at(h, [2, 2], np.array([0.5, 0.25]))
print(h)
m = np.zeros((2, 3), dtype=np.int64)
np.add.at(m, (np.array([0, 1, 1]), np.array([2, 0, 0])), np.array([5, 6, 7]))
np.maximum.at(m, np.array([0, 0]), np.array([[1, 2, 3], [4, 0, 0]]))
print(m)
