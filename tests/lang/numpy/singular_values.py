# expect-oracle
import numpy as np
a = np.array([[4.0, 2, 1], [2, 5, 3], [1, 3, 6]])
w = np.arange(8.0).reshape(4, 2)
for m in (a, w, w.T, np.ones((3, 3)), np.arange(9).reshape(3, 3)):
    print(np.linalg.matrix_rank(m), np.round(np.linalg.svd(m, compute_uv=False), 8), np.round(np.linalg.pinv(m), 8) + 0.0)
x, res, rank, s = np.linalg.lstsq(w, np.array([1.0, 2, 4, 3]), rcond=None)
print(np.round(x, 8), np.round(res, 8), rank, np.round(s, 8))
x, res, rank, s = np.linalg.lstsq(np.vander([1.0, 2, 3, 4], 2), np.array([[1.0, 1], [2, 3], [4, 1], [3, 0]]), rcond=None)
print(np.round(x, 8), np.round(res, 8), rank)
print(np.round(np.linalg.cond(a), 8), np.round(np.linalg.cond(a, 1), 8), np.linalg.matrix_rank(np.array([0, 1])))
