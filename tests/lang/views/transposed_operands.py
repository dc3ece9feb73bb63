# expect-oracle
# Operands that lie across the others: the loops go by tiles, with a rest in each direction.
import numpy as np


def mixed(a, b):
    return a * 2 + b.T


def three(a, b):
    return a - b.swapaxes(1, 2) * a


def into(out, a):
    out[:, 1:] = np.where(a.T > 20, a.T, -out[:, 1:])


def narrow(a, b):
    return a + b.T + a[0]


for rows, columns in [(1, 1), (3, 40), (40, 3), (16, 16), (33, 47), (130, 65), (0, 5), (5, 0)]:
    n = rows * columns
    for a in (np.arange(n).reshape(rows, columns) * 1.5, np.arange(n).reshape(rows, columns) - 7):
        b = np.arange(n).reshape(columns, rows) * 3 % 101
        r = mixed(a, b)
        print(rows, columns, r.sum(), r[:2, -2:], r.strides if n else None)
        small = mixed(a.astype(np.float32), b.astype(np.int8))
        print(small.sum(), small[-2:, :2])
    x = np.arange(2.0 * n).reshape(2, rows, columns)
    y = np.arange(2.0 * n).reshape(2, columns, rows) % 7
    z = three(x, y)
    print(z.sum(), z.shape, z.flags.c_contiguous)
    out = np.arange(rows * (columns + 1)).reshape(rows, columns + 1)
    into(out, np.arange(n).reshape(columns, rows))
    print(out.sum(), out[:3, :3])
    if rows:
        w = narrow(x[0], np.arange(float(columns)).reshape(columns, 1))
        print(w.sum(), w[-1, -3:])
