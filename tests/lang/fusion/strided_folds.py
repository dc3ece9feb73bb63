# expect-oracle
# Rows whose elements do not lie side by side are folded by the runtime; lanes of extremes are joined in
# halves. Stores copy what they read where the arrays turn out to be one.
import numpy as np


def fold(m):
    return m.max(axis=1), m.min(axis=1, keepdims=True), (m > 7).any(axis=1), m.argmax(axis=1)


def second(a, b):
    b[1:-1] = a[:-2] + a[2:]
    return b.copy()


def columns(a, b):
    for i in range(3):
        b[1:-1, 1:-1] = a[1:-1, :-2] - a[2:, 1:-1]
        a[1:-1, 1:-1] = b[:-2, 1:-1] + b[1:-1, 2:]
    return b.copy()


m = np.arange(400.0).reshape(8, 50) % 37
for v in (m, m[:, ::2], m.T, m[::-1, ::-1], m.astype(np.int16)[:, 1::3], m[:0], m[:, 5:6]):
    for part in fold(v):
        print(part.dtype, part.tolist())
m[3, 7] = np.nan
print(fold(m)[0], fold(m[:, 1::2])[1].ravel())

x = np.arange(10.0)
print(second(x, x))
y = np.arange(10.0)
print(second(np.arange(10.0), y), second(y[::-1], y), second(np.arange(20.0)[::2], y))
q = np.arange(64.0).reshape(8, 8)
print(columns(q, q).sum(), columns(q, q.T.copy()).sum(), columns(q.T, q).sum())
