# expect-oracle
# Arrays of a few known elements become scalars: values, order, aliasing and errors stay NumPy's.
import numpy as np


def literal_times_vector(n):
    s = 0.0
    for i in range(n):
        m = np.array([[1.0 + i, 2.0, 0.5], [3.0, 4.0 + i, 0.2], [0.1, 0.7, 5.0]])
        v = np.array([1.0, i * 0.5, 2.0])
        w = m @ v
        s += w[0] * w[1] - w[2] + np.trace(m) + np.dot(w, v) + m.sum() + (m.T @ m)[2, 1]
    return s


def carried(n):
    F = np.array([[1.0, 0.5], [-0.25, 1.0]])
    x = np.zeros((2, 1))
    P = np.eye(2)
    u = np.array([[0.5], [0.25]])
    for i in range(n):
        x = F @ x + u
        P = F @ P @ F.T + 0.125 * np.eye(2)
    return x, P, P.T


def one_memory(n):
    a = np.zeros(3)
    b = a
    for i in range(n):
        a = a + 1
    return a, b


def swapped(n):
    a = np.array([1, 2])
    b = np.array([10, 20])
    for i in range(n):
        a, b = b, a + b
    return a[0], a[1], b


def stored_into(n):
    a = np.zeros(3)
    b = a
    for i in range(n):
        b[i % 3] += i
        a = b
    return a, b


def views(n):
    m = np.array([[1, 2, 3], [4, 5, 6]])
    for i in range(n):
        m = m[::-1, [1, 2, 0]] if i % 2 else m * 2 - m[:, :1]
    return m, m[0], m[:, 1], m[1:, ::-1]


def order(n):
    a = np.asfortranarray(np.array([[1.0, 2.0], [3.0, 4.0]]))
    b = np.array([[1.0, 2.0], [3.0, 4.0]]).T
    for i in range(n):
        b = b + a.T
    c = b.T + b.T
    return b.flags.c_contiguous, b.flags.f_contiguous, c.flags.c_contiguous, c.ravel("K"), b.ravel("A")


def outside(a, n):
    b = a
    for i in range(n):
        a[0] += 1
        b = b if i < 5 else a * 2
    return b


def seen(a, n):
    p = a
    for i in range(n):
        p = p + 1 if i == 2 else p
        a[1] = i
    return p[1], p[0]


def element(m, i, j):
    w = m * 2 + 1
    return w[i, j]


def into(a, out):
    out[1] = a @ a[0]
    out[0] = out[1]
    out[1, :2] = out[1, 1:]
    return out.sum()


def picked(n):
    rows = []
    p = np.array([0.0, 0.0])
    for i in range(n):
        p = p + np.array([i, -i])
        rows.append(p)
    rows[0][0] = 100
    return np.array(rows)


print(literal_times_vector(7))
print(*carried(5))
a, b = one_memory(0)
a[0] = 7
print(a, b, *one_memory(2))
print(swapped(0), swapped(5))
print(*stored_into(7))
for k in range(5):
    print(*views(k))
print(order(3))
print(outside(np.arange(3.0), 3), outside(np.arange(3.0), 8))
print(seen(np.arange(2.0), 2), seen(np.arange(2.0), 4))
m = np.array([[1, 2], [3, 4]])
print(element(m, 1, 0), element(m, -1, -1))
print(into(np.arange(9.0).reshape(3, 3), np.zeros((2, 3))))
print(picked(4))
z = np.array([[-0.0, -0.0], [1, -1]])
print(z @ z, z @ z[0], z.sum(axis=0), (z * 0).sum(), z.max(axis=1), z.prod(), np.cumsum(z[1]))
x = np.array([0.1, 0.2, 0.3, 1e16, -1e16, 0.7, 1e-9, 3.3, 0.9, 5e15])
print(x.sum(), x.reshape(2, 5).sum(), x.reshape(2, 5).T.sum(), x.reshape(5, 2).sum(axis=1), x.mean(), x.std())
h = np.array([0.1, 0.2, 0.3], np.float16)
print(h * h + h, h @ h, h.sum(), np.array([250, 3], np.uint8) * np.array([2, 100], np.uint8))
print(np.array([True, False]) @ np.array([[True, False], [True, True]]), np.outer(h, [1, 2]))
try:
    print(element(m, 2, 0))
except IndexError as e:
    print("IndexError", e)
