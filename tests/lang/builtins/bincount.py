# expect-oracle
import numpy as np

g = np.array([[3, 1, 200], [1, 1, 255]], dtype=np.uint8)
print(np.bincount(g.ravel(), minlength=4)[[0, 1, 3, 200, 255]], np.bincount(g[:, 1]), np.bincount(g[0, ::-2])[200])
print(np.bincount(np.array([True, False, True])), np.bincount(np.array([True]), minlength=5))
print(np.bincount(np.zeros(0, dtype=np.uint8)), np.bincount(np.zeros(0, dtype=np.int64), minlength=2))
print(np.bincount(np.array([0, 0], dtype=np.uint8)), np.bincount(np.array([5, 2, 5])[::2]))
print(np.bincount(np.array([1, 1, 3], dtype=np.int16), weights=np.array([0.5, 0.25, 2.0])))
print(np.bincount(np.array([1, 0], dtype=np.uint8), weights=np.array([0.5, 0.25])))
