# expect-oracle
# Odd subscripts of einsum, views of diagonals that can be written, what does not fit.
import numpy as np
A = np.arange(6.).reshape(2, 3); B = np.arange(12.).reshape(3, 4); v = np.arange(3.); S = np.arange(9).reshape(3, 3); T = np.arange(24).reshape(2, 3, 4)
for s, ops in (('ij,jk', (A, B)),): print(np.einsum('ij,jk', A, B))
print(np.einsum('ij,jk->ik', A, B), np.einsum('ij->ji', A), np.einsum('ij->', A), np.einsum('ij->j', A), np.einsum('ii', S), np.einsum('ii->i', S), np.einsum('i,i', v, v), np.einsum('i,j->ij', v, v), np.einsum('i,j', v, v), np.einsum('ji', A), np.einsum('ba', A), np.einsum('ij,ij->i', A, A), np.einsum('ij,j', A, v), np.einsum('...j,j->...', T.astype(float)[..., :3], v), np.einsum('...ij->...ji', T).shape, np.einsum('i...->...', T), np.einsum('ijk,ijk->k', T, T), np.einsum('ijk,jil->kl', T, T.transpose(1, 0, 2)), np.einsum('ij,jk,kl->il', A, B, B.T), np.einsum('ij,kj,kl->il', A, S, S), np.einsum(' i j , j k -> i k ', A, B), np.einsum('iij->j', np.arange(18).reshape(3, 3, 2)), np.einsum('i,ij,j', np.arange(2), A, v), np.einsum('i->', v), np.einsum(',ij', 3, A), np.einsum('ij,', A, 2), np.einsum('i...,j...->ij...', A, B[:, :3]), np.einsum('ij...,jk...->ik...', A, B))
print(np.einsum('ijk->kij', T).strides, np.einsum('ii->i', S).shape, np.einsum('abc,cd->abd', T, np.ones((4, 2), int)).dtype, np.einsum('i,i->i', np.array([1, 2], np.int8), np.array([100, 3], np.int8)), np.einsum('i,i', [1, 2], [3, 4]), np.einsum('bij,bjk->bik', np.ones((2, 3, 4)), np.ones((2, 4, 2))), np.einsum('ij,jk->ik', A, B, optimize=True), np.einsum('i,i', np.array([True, True]), np.array([True, False])), np.einsum('ij,ij->ij', A, 1j * A))
d = np.einsum('ii->i', S); d[:] = 0; print(S)
o = np.zeros((2, 4)); np.einsum('ij,jk->ik', A, B, out=o); print(o)
def tryit(f):
    try: print(f().shape)
    except ValueError as e: print("ValueError")
n = len(v)
tryit(lambda: np.einsum('ij,jk->ik', A, np.zeros((n + 1, 2)))); tryit(lambda: np.einsum('ii', np.zeros((n, n + 1))))
print(np.tensordot(A, B, 1), np.tensordot(A, B, axes=(1, 0)), np.tensordot(T, T, axes=([0, 1], [0, 1])).shape, np.tensordot(A, A, 2), np.tensordot(v, v, 0), np.inner(A, A), np.outer(A, v).shape, np.kron(A, [[1, 2]]), np.cross([1, 2, 3], [4, 5, 6]), np.cross(S, S[::-1]), np.dot(T, B.T[:4, :2]).shape, np.vdot(A, A), np.linalg.multi_dot([A, B, B.T]), np.trace(S, 1), np.trace(T, axis1=1, axis2=2), np.matmul(T, T.transpose(0, 2, 1)))
