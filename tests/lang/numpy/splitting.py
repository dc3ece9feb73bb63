# expect-oracle
import numpy as np

a = np.arange(9)
m = np.arange(12).reshape(3, 4)
print(np.split(a, 3), np.array_split(a, 4), np.split(a, [2, 5]), np.split(m, 2, axis=1))
print(np.vsplit(m, 3), np.hsplit(m, 2), np.hsplit(m, [1, 3]), np.hsplit(a, 3))
left, right = np.split(m, 2, axis=1)
left[0, 0] = 50
print(m, right)
for part in np.array_split(a, 2):
    print(part.sum())
print(np.insert(a, 2, 100), np.insert(a, [1, 3], [7, 8]), np.insert(m, 1, 5, axis=0), np.insert(m, 1, [1, 2, 3], axis=1), np.insert(m, -1, 0, axis=1), np.insert(m, [0, 2], 9, axis=1), np.insert(a, [1, 1], [7, 8]))
print(np.delete(a, 3), np.delete(a, [0, -1]), np.delete(m, 1, axis=0), np.delete(m, [0, 2], axis=1), np.delete(a, slice(1, 8, 2)), np.delete(m, 0))
print(np.delete(a, a > 4), np.trim_zeros(np.array([0, 0, 1, 0, 2, 0])), np.trim_zeros(np.array([0, 1, 0]), "f"))
print(np.unstack(np.eye(2)), np.unstack(np.arange(6).reshape(2, 3), axis=1))
print(np.trim_zeros([0, 0, 1, 2, 0]), np.trim_zeros(np.array([0, 3, 0]), "f"))
