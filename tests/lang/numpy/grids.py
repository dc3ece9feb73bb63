# expect-oracle
import numpy as np

x, y = np.meshgrid([1, 2, 3], [4.0, 5])
print(x, y)
x, y = np.meshgrid(np.arange(2), np.arange(3), indexing="ij")
print(x, y, x.shape)
x, y = np.meshgrid(np.arange(2), np.arange(3), sparse=True)
print(x, y, x + 10 * y)
a, b, c = np.meshgrid(np.arange(2), np.arange(3), np.arange(2))
print(a.shape, b[:, 0, 0], c[0, 0])
print(np.indices((2, 3)), np.indices((4,)), np.indices((2, 2), dtype=float)[1])
print(np.fromfunction(lambda i, j: i * 10 + j, (2, 3)), np.fromfunction(lambda i: i * i, (4,), dtype=int))
print(np.broadcast_shapes((3, 1), (1, 4)), np.broadcast_shapes((2, 3), 3, (1, 1)))
p, q = np.broadcast_arrays(np.arange(3), np.arange(2).reshape(2, 1))
print(p, q)
