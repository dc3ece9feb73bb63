# expect-oracle
# Where a try's body fails, arrays hold what CPython leaves: nothing later was written, nothing less.
import numpy as np


def loop_fails(a, n):
    for i in range(n):
        a[i] = i * 2


def gathered(a, b, idx):
    a[:] = b[idx]


def two_arrays(a, b, n):
    s = 0.0
    for i in range(n):
        b[i] = s
        s += a[i]
    return s


a = np.zeros(5)
try:
    loop_fails(a, 9)
except IndexError as e:
    print(e, a)

a = np.zeros(3)
try:
    gathered(a, np.arange(4.0), np.array([1, 2, 9]))
except IndexError as e:
    print(e, a)

try:
    a[0] = 5
    a[:] = np.arange(4.0)[np.array([3, 2, 7])] * 2
except IndexError as e:
    print(e, a)

b = np.full(6, -1.0)
try:
    two_arrays(a, b, 6)
except IndexError:
    print(b)


def local(n):
    v = np.ones(4)
    try:
        v += 1
        v[0] = 7
        v *= 10
        v[n] = 3
        v -= 1
    except IndexError:
        v[1] += 0.5
        return v
    return v * 2


print(local(1), local(8))


def columns(p, n):
    try:
        p[:, 0] *= 2
        q = p * 1.0
        q[:, 1] = 5
        p[n, 0] = 99
        q[:, 0] = 1
    except IndexError:
        return q.sum() + p.sum()
    return q.sum() - p.sum()


print(columns(np.arange(6.0).reshape(3, 2), 1), columns(np.arange(6.0).reshape(3, 2), 4))


def shrink(values):
    total, count, kept = 0.0, 0, np.zeros(3)
    for v in values:
        try:
            count += 1
            kept = kept + v
            total += 1.0 / v
        except ZeroDivisionError:
            total -= 100.0
    return total, count, kept


print(shrink([1.0, 2.0, 0.0, 4.0]))
