# expect-oracle
# Arrays of one shape, of shapes that broadcast, and of shapes that do not: one function.
import numpy as np


def mix(a, b, c):
    return (a * b + c) * (a - b) + c


def update(ex, hz, out):
    for t in range(2):
        ex[1:] = ex[1:] - 0.5 * (hz[1:] - hz[:-1])
        hz[:-1] = hz[:-1] - 0.25 * (ex[1:] - ex[:-1])
    out[:, 1:] = ex[:, 1:] * hz[:, :-1]


def scaled(n, a, b):
    x = np.arange(n) * 1.0
    return (x + a) * (x + b) - a


a = np.arange(12.0).reshape(3, 4)
b = np.linspace(1, 2, 12).reshape(3, 4)
row = np.array([1.5, 2.5, 3.5, 4.5])
print(mix(a, b, row))
print(mix(a, b[:1], row))
print(mix(a[:, :1], b, row))
print(mix(a[:1], b[:, :1], row))
print(mix(a[:, 1:2], b[1:2], row[:1]))
print(mix(a[:0], b[:1], row))
print(mix(a.T, b.T, row[:3]))

ex = a.copy()
hz = b.copy()
out = np.zeros((3, 4))
update(ex, hz, out)
print(ex, hz, out)
one = b[:, :1].copy()
update(a, one, out)
print(a, one, out)
same = b.copy()
update(same, same, out)
print(same, out)

print(scaled(4, row, row + 1))
print(scaled(4, row[:1], row + 1))
print(scaled(1, row, row[2:3]))
