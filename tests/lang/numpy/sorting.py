# expect-oracle
import numpy as np

x = np.array([3, 1, 2, 3, 1, 2])
f = np.array([[2.5, np.nan, -1.0], [0.0, 7.0, 3.0]])
print(np.sort(x), np.sort(f), np.sort(f, axis=0), np.sort(f, axis=None), np.argsort(x, kind="stable"), np.argsort(f, axis=0), f.argsort())
x.sort()
f.sort(axis=0)
print(x, f, np.sort(np.array([2 + 1j, 1 + 5j, 1 + 2j])), np.sort(np.array([True, False, True])), np.partition(x, 2)[2])
print(np.searchsorted(x, 2), np.searchsorted(x, [0, 1.5, 3, 9]), np.searchsorted(x, x, side="right"), x.searchsorted(2, side="right"))
v, first, back, count = np.unique(np.array([[5, 2], [2, 9]]), return_index=True, return_inverse=True, return_counts=True)
print(v, first, back, count, np.unique([1.5, np.nan, 1.5, np.nan]), np.unique(x, return_counts=True))
print(np.bincount(x), np.bincount(x, minlength=6), np.bincount([0, 1, 1], weights=[0.5, 1.0, 2.0]), np.bincount(np.array([], dtype=int)))
print(np.digitize([0.5, 1.0, 7.0], [0, 1, 2, 5]), np.digitize(1.0, [0, 1, 2], right=True), np.digitize([0.2, 6.4], [10, 4, 1, 0.0]))
print(np.isin([1, 5, 7], [5, 1]), np.isin(np.arange(4).reshape(2, 2), [1, 2], invert=True), np.union1d([3, 1], [2, 1]), np.intersect1d([1, 2, 3, 2], [2, 3, 4]), np.setdiff1d([3, 1, 2], [1]), np.setxor1d([1, 2, 3], [3, 4]))
data = np.array([0.5, 1.5, 1.5, 2.0, 3.75, 4.0])
counts, edges = np.histogram(data, bins=4)
print(counts, edges, np.histogram(data, bins=3, range=(0, 3)), np.histogram(data, [0, 1, 2, 4]), np.histogram(data, 2, density=True), np.histogram([1, 2, 1], bins=3), np.histogram(data, 4, weights=data))
