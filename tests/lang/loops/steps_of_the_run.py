# Indexes that go by a step that only the run knows, up and down, past the end, and over what was just written.
# expect-oracle
import numpy as np
def mark(a, start, step, end, value):
    for j in range(start, end, step):
        a[j] = value
    return a.sum()
def grow(a, b, step):
    n = a.shape[0]
    for j in range(0, n, step):
        a[j] += b[j] * 2
    for j in range(n):
        if j * step < n:
            b[j * step] = a[j] - 1
    return a.sum() + b.sum()
def shift(a, step):
    # each turn reads what the turn before wrote
    for k in range((a.shape[0] - 1) // step):
        a[k * step + step] = a[k * step] + 1
    return a
def table(m, step):
    for j in range(m.shape[1] // step):
        m[1, j * step] = m[0, j * step] + j
    return m.sum()
for n in (1, 2, 5, 8, 40, 101):
    for step in (1, 2, 3, 7, 50):
        a = np.arange(n) * 0.5
        b = np.arange(n) % 5 + 0.25
        print(n, step, mark(a.copy(), 0, step, n, 2.0), mark(a.copy(), n // 2, step, n, -1.0), mark(a.copy(), n - 1, -step, -1, 3.0), grow(a.copy(), b.copy(), step), shift(a.copy(), step)[-3:], table(np.ones((2, n)), step))
        try:
            print(mark(a.copy(), 0, step, n + 1 + step, 1.0))
        except IndexError as e:
            print(e)
try:
    mark(np.ones(3), 0, 0, 3, 1.0)
except ValueError as e:
    print(e)
