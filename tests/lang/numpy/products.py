# expect-oracle
import numpy as np

v = np.arange(3)
w = np.array([1.5, 2.0, 3.0])
m = np.arange(12).reshape(3, 4)
t = np.arange(24.0).reshape(2, 3, 4)
print(np.dot(v, w), np.dot(v, m), np.dot(m, m.T), np.dot(2, m), v.dot(v), np.dot(t, np.arange(4)))
print(np.vdot(v, w), np.vdot(np.array([1j, 2]), np.array([2j, 1])), np.inner(v, w), np.inner(m, m), np.inner(t, m)[1], np.outer(v, w), np.outer(m[0], [1, 2]))
print(np.kron(v, [1, 10]), np.kron(np.eye(2), np.ones((1, 2))), np.kron(2, v))
print(np.tensordot(m, m.T, 1), np.tensordot(t, t.transpose(0, 2, 1), axes=((1, 2), (2, 1))), np.tensordot(m, m, 2), np.tensordot(v, w, 0), np.tensordot(t, m, ([1, 2], [0, 1])))
print(np.cross(v, w), np.cross(np.arange(6).reshape(2, 3), w), np.cross(np.arange(6).reshape(3, 2), np.ones((3, 2)), axis=0))
