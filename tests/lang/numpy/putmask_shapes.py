# expect-oracle
# Values of putmask and place: one, as many as elements, fewer, more.
import numpy as np


def put(a, mask, values):
    np.putmask(a, mask, values)
    print(a.tolist())


def place(a, mask, values):
    np.place(a, mask, values)
    print(a.tolist())


for n in (0, 1, 5, 9, 17):
    x = np.arange(n) * 1.5
    m = np.arange(n) % 3 == 1
    put(x.copy(), m, 2)
    put(x.copy(), m, x * x)
    put(x.copy(), x > 3, -x[::-1])
    put(x.copy(), m, np.arange(3))
    put(x.copy(), m, np.arange(n + 4, dtype=np.float32))
    put(x.copy(), m, np.float32(0.5))
    put(x.copy(), m, [7])
    put(np.arange(2 * n).reshape(n, 2), np.arange(2 * n).reshape(n, 2) % 3 == 0, np.arange(2 * n).reshape(n, 2) * 2)
    put(np.arange(2 * n).reshape(2, n).T, np.arange(2 * n).reshape(n, 2) % 3 == 0, np.arange(3))
    put(np.arange(2 * n).reshape(n, 2), np.arange(2 * n).reshape(n, 2) % 3 == 0, np.arange(4).reshape(2, 2))
    place(x.copy(), m, [4])
    place(x.copy(), m, [4, 5])
    place(x.copy(), x > 1, np.arange(n + 1))
    place(np.arange(2 * n).reshape(n, 2), np.arange(2 * n).reshape(n, 2) % 3 == 0, 8)
y = np.arange(8.0)
put(y, y > 2, y[::-1])
put(y[1:], y[1:] > 2, y[:-1])
