# expect-oracle
"""Loops whose iterations become lanes: products by three loops, with accumulators in a variable and in
memory, of arrays of any layout, of arrays that overlap, and of sizes that fill no vector."""
import numpy as np


def product(a, b):
    c = np.zeros((a.shape[0], b.shape[1]))
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            s = 0.0
            for k in range(a.shape[1]):
                s += a[i, k] * b[k, j]
            c[i, j] = s
    return c


def add_product(a, b, c):
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            for k in range(a.shape[1]):
                c[i, j] += a[i, k] * b[k, j]


def by_rows(a, b, c):
    for i in range(a.shape[0]):
        for j in range(b.shape[0]):
            for k in range(a.shape[1]):
                c[i, j] -= a[i, k] * b[j, k]


def times(a, x, y):
    for i in range(a.shape[0]):
        for k in range(a.shape[1]):
            y[i] += a[i, k] * x[k]


def rows_scaled(a, x):
    for i in range(a.shape[0]):
        s = a[i, 0]
        for k in range(1, a.shape[1]):
            s = s * 0.5 + a[i, k]
        x[i] = s / (1.0 + abs(s))


def show(v):
    for row in v:
        print(list(row))


def numbers(n, m, seed):
    return ((np.arange(n * m) * seed % 31 - 15) / 7).reshape(n, m)


for n, m, k in ((1, 1, 1), (3, 7, 2), (5, 8, 9), (4, 43, 11), (9, 33, 1), (2, 40, 0)):
    a = numbers(n, k, 13)
    b = numbers(k, m, 17)
    c = numbers(n, m, 5)
    show(product(a, b))
    add_product(a, b, c)
    show(c)
    by_rows(a, b.T, c)
    show(c)
    by_rows(a, b.T.copy(), c)
    show(c)
    x = np.zeros(n)
    times(numbers(n, m, 3), numbers(1, m, 7)[0], x)
    rows_scaled(c, x)
    print(list(x))

a = numbers(20, 20, 11)
add_product(a, a, a)
show(a[:2])
a = numbers(20, 20, 11)
add_product(a, a.T, a[::-1])
show(a[:2])
a = numbers(20, 20, 11).astype(np.float32)
by_rows(a, a, numbers(20, 20, 3))
add_product(a, a[:, ::-1], a[1:])
