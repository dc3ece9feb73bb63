# The results of linear algebra and of unique_all and its like have named items.
# expect-oracle
import numpy as np

a = np.array([[4.0, 1.0], [1.0, 3.0]])
s = np.linalg.svd(a)
print(s.S.round(6), s.U.shape, s.Vh.shape, s[1] is s.S)
u, sv, vt = s
print(np.allclose(u @ np.diag(sv) @ vt, a))
e = np.linalg.eigh(a)
print(e.eigenvalues.round(6), np.abs(e.eigenvectors).round(6))
q = np.linalg.qr(a)
print(np.allclose(q.Q @ q.R, a), len(q))
d = np.linalg.slogdet(a)
print(round(float(d.logabsdet), 9), d.sign, np.linalg.slogdet(np.eye(2)))
print(np.linalg.eigh(np.diag([2.0, 3.0])))
g = np.linalg.eig(np.diag([2.0, 3.0]))
print(g.eigenvalues, g.eigenvectors.shape)


def largest(m):
    return np.linalg.eigh(m).eigenvalues.max()


print(round(float(largest(a)), 9))
x = np.array([3, 1, 3, 2, 1])
r = np.unique_all(x)
print(r.values, r.indices, r.inverse_indices, r.counts)
print(np.unique_counts(x), np.unique_inverse(x).inverse_indices)
print(np.unique_counts(np.array([1.0, np.nan, np.nan])).counts)
