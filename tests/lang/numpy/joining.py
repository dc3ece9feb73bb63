# expect-oracle
import numpy as np

a = np.arange(6).reshape(2, 3)
b = np.ones((2, 3))
print(np.concatenate((a, b)), np.concatenate([a, b], axis=1), np.concatenate((a, b), axis=None))
print(np.concatenate(([1, 2], [3.5], [4])), np.concatenate((a, a), axis=-1).dtype, np.concatenate((a.T, a.T)))
print(np.stack((a, a)).shape, np.stack((a, b), axis=-1), np.stack([np.arange(3), np.arange(3)], axis=1))
print(np.vstack(([1, 2, 3], a)), np.hstack((a, a)), np.hstack(([1], [2, 3])), np.dstack((a, a))[0], np.dstack(([1, 2], [3, 4])))
print(np.column_stack(([1, 2], [3.5, 4])), np.column_stack((a, [7, 8])))
print(np.append([1, 2], [3, 4]), np.append(a, [[7, 8, 9]], axis=0), np.append(a, 5))
print(np.block([[np.ones((2, 2)), np.zeros((2, 1))], [np.full((1, 2), 5.0), np.ones((1, 1))]]), np.block([[1, 2], [3, 4]]), np.block([np.arange(2), np.arange(3)]))
parts = []
for i in range(4):
    parts.append(np.arange(i) * 1.5)
print(np.concatenate(parts))
rows = [np.arange(3) * k for k in range(3)]
print(np.vstack(rows), np.stack(rows, axis=1), np.column_stack(rows), np.concatenate(rows), np.hstack(rows))
blocks = []
for i in range(3):
    blocks.append(np.full((i + 1, 2), i))
print(np.vstack(blocks), np.concatenate(blocks, axis=0))
out = np.zeros((4, 3))
np.concatenate((a, b), out=out)
print(out)
