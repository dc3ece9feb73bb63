# expect-oracle
import numpy as np

for k in range(-2, 3):
    print(np.eye(3, 4, k), np.tri(3, 4, k, dtype=int), np.eye(2, k=k, dtype=bool))
print(np.identity(3), np.identity(2, dtype=np.int8), np.eye(0))
m = np.arange(12).reshape(3, 4)
for k in (-1, 0, 2):
    print(np.tril(m, k), np.triu(m, k))
print(np.tril(np.arange(3)), np.triu(np.ones((2, 2, 3)))[1])
print(np.tril_indices(3), np.triu_indices(3, 1), np.tril_indices(2, m=4))
print(np.diag([1, 2, 3]), np.diag(np.array([1.5, 2]), 1), np.diag(np.array([1, 2]), -1), np.diag(m), np.diag(m, 2), np.diag(m, -1))
print(np.diagflat([[1, 2], [3, 4]]), np.diagonal(m, 1), m.diagonal(-1), np.trace(m), m.trace(1), np.trace(m, dtype=float))
t = np.arange(24.0).reshape(2, 3, 4)
print(np.diagonal(t), np.diagonal(t, 1, 1, 2), np.trace(t), np.trace(t, 0, 2, 1))
z = np.zeros((3, 3), int)
np.fill_diagonal(z, 7)
print(z, np.vander(np.array([1, 2, 3]), 3), np.vander(np.array([1.0, 2]), increasing=True))
