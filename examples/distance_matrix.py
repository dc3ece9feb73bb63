"""The distances between all pairs of points, by broadcasting.

NumPy makes an array of n x n x 2 differences; hpcc fuses all of it into one loop over pairs.
"""

import numpy as np


def distances(points):
    """An (n, n) array; points is (n, d)."""
    d = points[:, np.newaxis, :] - points[np.newaxis, :, :]
    return np.sqrt((d * d).sum(axis=2))


rng = np.random.default_rng(7)
points = rng.random((500, 2))
matrix = distances(points)

print(matrix[:4, :4])
print("symmetric:", (matrix == matrix.T).all())
print(f"mean distance {matrix.mean():.6f}, greatest {matrix.max():.6f}")

# The nearest other point: one's own distance, 0, must not count.
np.fill_diagonal(matrix, np.inf)
nearest = matrix.argmin(axis=1)
print("nearest neighbours:", nearest[:10])
print(f"closest pair: {matrix.min():.6f}, loneliest point: {matrix.min(axis=1).argmax()}")
