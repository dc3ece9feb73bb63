# expect-oracle
# trace, kron, cross, inner and others with all their arguments.
import numpy as np
a = np.arange(24).reshape(2, 3, 4)
b = np.arange(9.0).reshape(3, 3)
print(np.trace(b), np.trace(b, 1), np.trace(b, -1), np.trace(a, axis1=1, axis2=2), np.trace(a, 1, 0, 2), np.trace(b, dtype=np.float32).dtype, b.trace(), a.trace(0, 1, 2), np.trace(b > 3), np.trace(np.ones((3, 3), dtype=np.int8)).dtype)
print(np.kron(b, [1, 10]), np.kron(a, b).shape, np.kron(2, b), np.kron([1, 2], [[1], [2]]), np.kron(np.array([1j]), b).dtype)
print(np.cross(b, b[::-1]), np.cross(a[..., :3], b[0]), np.cross(b, b + 1, axisa=0, axisb=0, axisc=0), np.cross(b, b + 1, axis=0), np.cross(b.astype(int), [1, 2, 3]), np.cross(b[0], b))
print(np.inner(a, b[0, 0]), np.tensordot(a, a, ([0, 1], [0, 1])), np.tensordot(a, a, axes=([2], [2])).shape, np.tensordot(b, b, 0).shape)
print(np.vdot(b, b + 1j), np.vecdot(a, a, axis=0), np.inner(b + 1j, b), np.dot(a, a.transpose(0, 2, 1)).shape)
