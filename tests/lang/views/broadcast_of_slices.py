# expect-oracle
# broadcast_to of a slice, where only the run knows the extents: whether an axis is broadcast is a
# question to the slice, not to the array that it is of.
import numpy as np


def rows(a, k, shape):
    b = np.broadcast_to(a[:k], shape)
    return b.sum(), b[1], b + 1, b.strides


def columns(a, k, shape):
    b = np.broadcast_to(a[:, k:k + 1], shape)
    return b.sum(), b[:, 1], np.sqrt(b).max(axis=1)


def joined(a, whole):
    b = a
    if not whole:
        b = np.broadcast_to(a[:1], (2, 3))
    return b.sum(), b[1, 2], b[:, 1]


a = np.arange(6.0).reshape(2, 3)
print(rows(a, 1, (2, 3)))
print(rows(a, 2, (2, 3)))
print(rows(a, 1, (4, 2, 3)))
print(rows(a[:1], 1, (4, 3)))
print(columns(a, 1, (2, 3)))
print(columns(a, 0, (2, 5)))
print(columns(a[:, 2:], 0, (2, 5)))
print(joined(a, True), joined(a, False))
for b in (a, np.broadcast_to(a[:len(a) - 1], (2, 3)), np.broadcast_to(a[:, :1], (2, 3)), np.broadcast_to(a.T[1:2].T, (2, 3))):
    print(b.sum(), b.strides)
try:
    print(rows(a, 2, (3, 3)))
except ValueError:
    print("ValueError")
