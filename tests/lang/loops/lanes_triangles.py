# expect-oracle
"""Triangular loops whose iterations become lanes: factorisations, triangular systems, sums that end at
the diagonal or include it, in place and from other arrays."""
import math

import numpy as np


def lu(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            for k in range(j):
                a[i, j] -= a[i, k] * a[k, j]
            a[i, j] /= a[j, j]
        for j in range(i, n):
            for k in range(i):
                a[i, j] -= a[i, k] * a[k, j]


def cholesky(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            s = a[i, j]
            for k in range(j):
                s -= a[i, k] * a[j, k]
            a[i, j] = s / a[j, j]
        for k in range(i):
            a[i, i] -= a[i, k] * a[i, k]
        a[i, i] = math.sqrt(a[i, i])


def up_to_diagonal(a, b, x):
    for j in range(a.shape[0]):
        first = b[j, 0]
        for k in range(j + 1):
            x[j] += a[j, k] * b[k, j]
        x[j] -= first


def before_diagonal(a, x):
    n = a.shape[0]
    for j in range(n):
        for k in range(j - 2):
            x[j] -= a[j, k] * x[k]
        x[j] /= a[j, j]


def last_of(a):
    s = 0.5
    for j in range(a.shape[0]):
        s = a[j, j]
        for k in range(j):
            s -= a[j, k]
        a[j, 0] = s
    return s


def symmetric(n):
    a = ((np.arange(n * n) * 7 % 19) / 19).reshape(n, n)
    return a @ a.T + n * np.eye(n)


for n in (1, 2, 7, 8, 9, 16, 30):
    for f in (0, 1):
        a = symmetric(n) if f == 0 else symmetric(n).T
        lu(a)
        print(list(a.ravel()))
        a = symmetric(n)
        cholesky(a if f == 0 else a.T)
        print(list(a.ravel()))
    a, b = symmetric(n), symmetric(n) * 0.25
    x = np.arange(n) / 3
    up_to_diagonal(a, b, x)
    before_diagonal(a, x)
    print(list(x), last_of(a), last_of(a[:0]))
    print(list(a[:, 0]))
wide = np.ones((20, 40)) * 3 + np.arange(40)
lu(wide[:, ::2])
print(list(wide[-1]))
