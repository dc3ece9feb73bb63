# expect-oracle
import numpy as np

a = np.arange(3)
m = np.arange(4.0).reshape(2, 2)
for reps in range(3):
    print(np.tile(a, reps), np.repeat(a, reps), np.repeat(m, reps))
print(np.tile(a, (2, 2)), np.tile(m, (2, 1)), np.tile(m, 2), np.tile(5, 3), np.tile([1, 2], (2, 1, 2)))
print(np.repeat(m, 2, axis=0), np.repeat(m, 3, axis=1), np.repeat(m, [1, 2], axis=0), np.repeat(a, [2, 0, 3]), np.repeat(7, 3), np.repeat(m, [2], axis=-1))
print(a.repeat(2), np.resize(a, 7), np.resize(a, (2, 4)), np.resize(m, (3, 3)), np.resize(np.zeros(0), 2))
counts = np.bincount(np.array([0, 2, 2, 1, 2]))
print(np.repeat(np.arange(3), counts))
