# expect-oracle
# expect-kernels: 0 rotation (float64[:])
# Arrays of a few elements that are stored to at known places: each element is a variable.
import numpy as np


def accumulate(p):
    total = np.zeros(3)
    low = np.full(3, np.inf)
    count = np.zeros((), np.int64)
    for i in range(len(p)):
        total += p[i]
        low[:] = np.minimum(low, p[i])
        count += 1
        if p[i, 0] > 0.5:
            total[1] -= 1
    return total / count, low, total[::-1].copy(), total.sum()


def rotation(angles):
    out = np.empty((len(angles), 3))
    for i in range(len(angles)):
        r = np.empty((3, 3))
        r[0] = [np.cos(angles[i]), -np.sin(angles[i]), 0]
        r[1, :] = [np.sin(angles[i]), np.cos(angles[i]), 0]
        r[2] = 0
        r[2, 2] = 1
        v = r @ np.array([1.0, 2.0, 3.0])
        r[:, 0] = v
        out[i] = r.T @ v + r[1]
    return out


def overlapping(n):
    a = np.array([1, 2, 3, 4])
    for i in range(n):
        a[1:] = a[:-1]
        a[0] += i
        a[::2] *= 2
        a[-1], a[0] = a[0], a[-1]
    return a, a[1:3]


def by_index(n):
    a = np.zeros(4)
    for i in range(n):
        a[i % 4] += i
        a[0] = a[3]
    return a


def kept(n):
    rows = []
    a = np.zeros(2)
    for i in range(n):
        a[0] = i
        rows.append(a)
    return rows


def seen_by_view(n):
    a = np.zeros((2, 2))
    row = a[1]
    for i in range(n):
        a[1, 0] = i
        row[1] = a[1, 0] * 2
    b = a
    b[0, 0] = -1
    return a, row.sum(), a @ row


def fails(n):
    a = np.zeros(2)
    try:
        for i in range(n):
            a[0] = i
            a[1] = 10 // (3 - i)
    except ZeroDivisionError:
        print("stopped at", a)
    return a


def wraps():
    a = np.zeros(2, np.uint8)
    b = np.zeros(2, np.float16)
    for i in range(5):
        a[0] += 100
        a[1] -= 1
        b += 0.1
    return a, b


def broadcast(p):
    mean = np.zeros(2)
    for i in range(len(p)):
        mean += p[i]
    mean /= len(p)
    return (p - mean) ** 2, (p * mean[:, None][0]).sum()


def branches(n):
    a = np.array([1.5, 2.5])
    for i in range(n):
        if i == 2:
            continue
        if i == 4:
            a[:] = 0
            break
        a *= 2
    return a, a.tolist(), list(a), len(a)


p = np.random.default_rng(2).random((9, 3))
for x in accumulate(p):
    print(x)
print(rotation(np.array([0.1, 2.0, -1.5])))
print(*overlapping(5))
print(by_index(11), kept(3), *seen_by_view(4))
print(fails(2), fails(5), *wraps())
print(*broadcast(p[:, :2]))
print(branches(2), branches(9))
