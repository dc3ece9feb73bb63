# expect-oracle
"""Loops that add integers up, or count: sums that wrap around, conditions, several sums at once, what
else such a loop sets, arrays of any stride, and loops that only look like sums."""
import numpy as np


def count(a, least):
    n = 0
    for i in range(len(a)):
        if a[i] > least:
            n += 1
    return n


def counts(a, b):
    low = 0
    high = np.int64(0)
    last = -1
    for i in range(len(a)):
        x = a[i]
        if x < 3:
            low += 1
        elif x > 5 and b[i]:
            high += i
        else:
            low += 2
        last = i
    return low, high, last


def total(a):
    s = np.int64(1)
    for i in range(1, a.shape[0] - 1):
        s = s + a[i] * 3 - i
    return s


def narrow(a):
    s = np.uint8(7)
    t = np.int32(0)
    for i in range(len(a)):
        s += a[i]
        t -= np.int32(a[i])
    return s, t


def mixed(x):
    c = a = 1
    for i in range(len(x)):
        a = (a * 5 + 1) % 64
        c += a
    return c, a


def running(x):
    s = np.int64(0)
    t = np.int64(0)
    for i in range(len(x)):
        s += x[i]
        t += s
    return s, t


def picked(x, n):
    s = np.int64(0)
    for i in range(n):
        if i < len(x):
            s += x[i]
    return s


def of_row(m, row):
    n = 0
    for j in range(m.shape[1]):
        if m[row, j] == m[0, j]:
            n += 1
    return n


for n in (0, 1, 2, 31, 32, 33, 64, 65, 100, 1000):
    a = np.arange(n) * 7 % 9
    f = a / 3
    print(count(a, 4), count(f, 1.0), count(f[::2], 1.5), count(f[::-1], 0.2), count(f.astype(np.float32), 0.5))
    print(counts(a, a % 2 == 0), counts(a[::-1], a > 7))
    print(total(a), total(a[::3]), total(a * 2**60), narrow(a.astype(np.uint8)), narrow((a * 31).astype(np.uint8)[::-1]))
    print(mixed(a), running(a), picked(a, 50), picked(a, 0))
m = np.arange(400).reshape(4, 100) % 3
print(of_row(m, 1), of_row(m, 3), of_row(m.T, 2), of_row(m[:, ::2], 1))
