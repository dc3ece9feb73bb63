# expect-oracle
# Products by BLAS and by our own loops: strided, reversed and broadcast operands, stacks, out=.
import numpy as np
a = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5) / 7
b = np.arange(5 * 6).reshape(5, 6) / 3
c = np.arange(3 * 5 * 2).reshape(3, 5, 2) * 1.5
print(np.round(a @ b, 6))
print(np.round(a @ c, 6), (a @ c).shape)
print(np.round(a[:, :, ::-1, ::2] @ b[::2], 6).sum())
print(np.round(np.broadcast_to(a[0, 0], (3, 4, 5)) @ c, 6))
print((a @ b[:, 0]).shape, np.round(b[0] @ np.swapaxes(np.ones((2, 3, 6)), 1, 2)[:, :, :6][:, :6] , 3).shape)
o = np.zeros((4, 6))
r = np.matmul(a[0, 0], b, out=o)
r[0, 0] = -1
print(np.round(o, 6))
z = np.eye(5)
np.matmul(z, z * 2, out=z)
print(z)
f = np.zeros((6, 4)).T
np.matmul(a[0, 0], b, out=f)
print(np.round(f, 6), f.flags.c_contiguous)
w = np.zeros((2, 4, 6))
np.matmul(a[0, 0], b, out=w)
print(np.round(w, 6))
g = np.zeros((4, 6), dtype=np.complex128)
np.matmul(a[0, 0], b, out=g)
print(np.round(g, 6))
a2 = np.arange(12.0).reshape(3, 4)
b2 = np.arange(8.0).reshape(4, 2)
o2 = np.zeros((3, 2))
print(np.dot(a2, b2, out=o2), o2)
print(np.dot(a2, b2[:, 0], out=np.zeros(3)))
print(a2.dot(b2), np.vdot(a2, a2), np.vdot(a2 * 1j, a2), np.inner(a2, a2), np.inner(a2[0], a2), np.outer(a2[0], b2))
print(np.matvec(a2, b2[:, 0]), np.matvec(a2, b2.T), np.vecmat(a2[:, 0], a2), np.vecmat(a2[:, 0] * 1j, a2))
print(np.vecdot(a2, a2), np.vecdot(a2 * 1j, a2), np.tensordot(a2, b2, 1), np.tensordot(a2, b2, ((1,), (0,))), np.tensordot(a2, a2))
print(np.outer([1, 2], [3, 4], out=np.zeros((2, 2), dtype=int)))
x = np.dot(2, a2)
print(x, np.dot(3, 4), np.dot(np.arange(24).reshape(2, 3, 4), np.arange(40).reshape(2, 4, 5)).shape)
