# expect-oracle
# LAPACK's functions for every type, stacks, all orders of norms and condition numbers, empty matrices.
import numpy as np
def r(x):
    return np.round(x, 7) + 0.0
a = np.array([[4.0, -2.0, 1.0], [3.0, 6.0, -4.0], [2.0, 1.0, 8.0]])
b = np.arange(6.0).reshape(3, 2)
print(r(np.linalg.solve(a, b)), r(np.linalg.solve(a, b[:, 0])), r(np.linalg.inv(a)), r(np.linalg.det(a)))
for dt in (np.float32, np.float64, np.complex64, np.complex128, np.int32):
    m = a.astype(dt)
    s, l = np.linalg.slogdet(m)
    print(s.dtype, l.dtype, np.round(s, 4), np.round(l, 4), np.linalg.det(m).dtype, np.linalg.inv(m).dtype, np.linalg.solve(m, b).dtype)
    c = np.linalg.cholesky(m @ m.T)
    print(c.dtype, np.round(c, 3), np.round(np.linalg.cholesky(m @ m.T, upper=True), 3))
    w, v = np.linalg.eigh(m + m.T)
    print(w.dtype, v.dtype, np.round(w, 3), np.allclose((m + m.T) @ v, v * w, atol=1e-4), np.round(np.linalg.eigvalsh(m + m.T, "U"), 3))
    q, rr = np.linalg.qr(m[:, :2])
    print(q.dtype, np.round(q, 3), np.round(rr, 3))
    u, sv, vh = np.linalg.svd(m[:, :2])
    print(u.dtype, sv.dtype, vh.dtype, np.round(u[:, :2], 3), np.round(sv, 3), np.round(vh, 3), u.shape)
    u, sv, vh = np.linalg.svd(m[:2], full_matrices=False)
    print(np.round(u, 3), np.round(sv, 3), np.round(vh, 3), u.shape, vh.shape)
    x, res, rank, sv = np.linalg.lstsq(m[:, :2], b.astype(dt))
    print(x.dtype, res.dtype, sv.dtype, np.round(x, 3), np.round(res, 3), rank, np.round(sv, 3))
    print(np.round(np.linalg.pinv(m[:, :2]), 3), np.linalg.matrix_rank(m), np.linalg.cond(m).dtype, np.round(np.linalg.cond(m), 3))
st = np.stack([a, a.T + 1, a * 2])
print(r(np.linalg.inv(st)), r(np.linalg.det(st)), r(np.linalg.solve(st, b)), r(np.linalg.svdvals(st)), np.linalg.matrix_rank(st), r(np.linalg.cond(st)))
w, v = np.linalg.eigh(st + np.swapaxes(st, 1, 2))
print(r(w), v.shape)
q, rr = np.linalg.qr(st[:, :, :2], mode="complete")
print(q.shape, rr.shape, r(q @ rr - st[:, :, :2]))
print(r(np.linalg.qr(a, mode="r")), r(np.linalg.qr(a, "raw")[0]), r(np.linalg.qr(a, "raw")[1]))
print(r(np.linalg.pinv(st)), r(np.linalg.slogdet(st)[1]))
for p in (None, 1, -1, 2, -2, np.inf, -np.inf, "fro"):
    print(p, r(np.linalg.cond(a, p)), r(np.linalg.norm(a, p)), r(np.linalg.norm(st, p, axis=(1, 2))), r(np.linalg.norm(st, p, axis=(0, -1), keepdims=True)))
print(r(np.linalg.norm(a, "nuc")), r(np.linalg.norm(a * 1j)), r(np.linalg.norm(st, axis=1)))
for p in (None, 1, 0, 2, -2, 3, np.inf, -np.inf, 0.5):
    print(p, r(np.linalg.norm(a[0], p)), r(np.linalg.norm(st, p, axis=1)), r(np.linalg.norm(a * 1j, p, axis=0, keepdims=True)))
print(np.linalg.cond(np.zeros((2, 2)), 1), np.linalg.cond(np.zeros((2, 2))), np.linalg.det(np.zeros((2, 2))), np.linalg.slogdet(np.zeros((2, 2)))[1])
print(np.linalg.matrix_power(np.array([[1, 1], [1, 0]]), 10), r(np.linalg.matrix_power(a, -2)), np.linalg.matrix_power(st, 3).shape)
print(np.linalg.inv(np.zeros((0, 0))), np.linalg.det(np.zeros((0, 0))), np.linalg.solve(np.zeros((0, 0)), np.zeros((0, 2))), np.linalg.svd(np.zeros((0, 3)))[2])
