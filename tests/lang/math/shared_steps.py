# Functions of one number share their steps, where the number is the same: the bits are those of each alone.
# expect-oracle
import numpy as np


def sin(x):
    return np.sin(x)


def cos(x):
    return np.cos(x)


def both(x):
    return np.sin(x) * 2 + np.cos(x)


def apart(x, o):
    a = np.sin(x)
    b = np.cos(x)
    o[:] = a * a - b


def in_place(x):
    s = np.sin(x)
    x[1:] += x[:-1] * 0.5
    c = np.cos(x)
    return s - c


def overwritten(x, n):
    """Each function reads what the one before has stored."""
    for i in range(n):
        x[:] = np.sin(x) + np.cos(x)
        x[:] = np.cos(x) - np.sin(x)
    return x


def loops(x):
    r = np.empty(x.size)
    for i in range(x.size):
        y = x[i]
        r[i] = np.sin(y)
        if y > 0:
            y = y - 1.0
        r[i] = r[i] * np.cos(y) + np.sinh(y) / np.cosh(y)
    return r


def nested(x):
    return np.sin(np.sin(x)) + np.cos(np.sin(x)) + np.exp(np.sin(x)) - np.expm1(np.cos(x))


x = np.linspace(-40, 40, 1003)
x[5] = 1e30
x[6] = np.inf
x[7] = -0.0
for d in [np.float64, np.float32, np.float16]:
    v = x.astype(d)
    o = np.zeros_like(v)
    apart(v, o)
    print(np.array_equal(both(v), sin(v) * 2 + cos(v), equal_nan=True),
          np.array_equal(o, sin(v) * sin(v) - cos(v), equal_nan=True))
x[5:7] = 1.0
s = sin(x)
y = x.copy()
y[1:] += y[:-1] * 0.5
print(np.array_equal(in_place(x.copy()), s - cos(y)))
y = x.copy()
for i in range(3):
    y = sin(y) + cos(y)
    y = cos(y) - sin(y)
print(np.array_equal(overwritten(x.copy(), 3), y))
y = np.where(x > 0, x - 1.0, x)
print(np.array_equal(loops(x), s * cos(y) + np.sinh(y) / np.cosh(y)))
print(np.array_equal(nested(x), np.sin(s) + cos(s) + np.exp(s) - np.expm1(cos(x))))
