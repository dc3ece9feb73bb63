"""Functions for tests/emit_c: each kind of thing that C text has a form of."""

import math

import numpy as np


def saxpy(a, x, y):
    return a * x + y


def norm(x):
    return np.sqrt((x * x).sum())


def wave(x):
    return np.exp(-x * x) * np.sin(3 * x) + np.arctan2(x, 2.0) + np.log1p(np.abs(x)) - np.tanh(x)


def more_functions(x):
    return np.cbrt(x) + np.expm1(x) * np.cos(x) / np.hypot(x, 1.5) + np.power(np.abs(x), 1.7) + np.arcsinh(x)


def gammas(x):
    return math.gamma(x) + math.lgamma(x) + math.erf(x)


def half(x, y):
    return x * y + x / (y + 1) - np.sqrt(np.abs(x)) + np.floor(y)


def half_sum(x):
    return x.astype(np.float32).sum(), (x * 2).astype(np.int16), np.exp(x)


def single(x, y):
    return x * y + np.float32(0.1), np.rint(x) + np.trunc(y)


def narrow(x):
    return x * x + 3, x // 2, x % 3, -x, x << 2, x >> 1, ~x, x * np.int8(100)


def wide(x, y):
    return x * y * 0x7FFFFFF, x // y, x % y, np.minimum(x, y), np.abs(x - y), x << y, (x ^ y) & 5 | 2


def unsigned(x):
    return x * x - 7, x // 3, x % 3, ~x, x << 3, x >> 1


def conversions(x):
    y = x * 1e9
    return y.astype(np.int32), y.astype(np.int64), x.astype(np.uint8), y.astype(np.float32), x > 0, x.astype(bool)


def spectrum(z, w):
    return z * w + 1j, np.abs(z), z * np.conj(w) - z


def statistics(a):
    return a.sum(axis=1), a.mean(), a.max(axis=1), a.min(), a.argmax()


def softmax(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def distances(r):
    d = r[:, None] - r[None]
    return np.sqrt((d * d).sum(-1))


def places(a):
    return a.argmax(), a.argmin(), (a > 0).any(), (a > -4).all(), (a > 0).sum()


def pick(a, i):
    return a[i] * 2


def smooth(u, steps):
    for _ in range(steps):
        u[1:-1] = 0.25 * (u[:-2] + 2 * u[1:-1] + u[2:])


def heat(u, steps):
    for _ in range(steps):
        u[1:-1, 1:-1] = 0.25 * (u[:-2, 1:-1] + u[2:, 1:-1] + u[1:-1, :-2] + u[1:-1, 2:])
    return u.sum()


def selected(a):
    return np.where(a > 0, a, -a * 0.5), np.clip(a, -1, 1)


def matmul(a, b):
    n, m = a.shape[0], b.shape[1]
    c = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            s = 0.0
            for k in range(a.shape[1]):
                s += a[i, k] * b[k, j]
            c[i, j] = s
    return c


def histogram(x, n):
    counts = np.zeros(n, dtype=np.int64)
    for v in x:
        counts[v] += 1
    return counts


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
        if steps > 1000:
            break
    return steps


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def overflows(n):
    r = 1
    for i in range(80):
        r = r * n + i
    return r


def divides(a, n):
    return a // (n - n)


def out_of_range(a, n):
    return a[n + 100]


def does_not_broadcast(a, b):
    return a + b[1:]


def endless(n):
    return n if n < 0 else endless(n + 1) + 1


def newton(a, n):
    x = a
    for _ in range(n):
        x = 0.5 * (x + a / x)
    return x


def mandelbrot(h, w, depth):
    counts = np.zeros((h, w), dtype=np.int32)
    for i in range(h):
        for j in range(w):
            x = y = 0.0
            cx = -2 + 3 * j / w
            cy = -1 + 2 * i / h
            for k in range(depth):
                if x * x + y * y > 4:
                    break
                x, y = x * x - y * y + cx, 2 * x * y + cy
                counts[i, j] = k
    return counts


def transposed(m):
    return m.T * 2 + m[::-1, ::-1].T, m[:, 1] - m[0, 0]


def many_parameters(
    number_of_a_long_name_0, number_of_a_long_name_1, number_of_a_long_name_2, number_of_a_long_name_3,
    number_of_a_long_name_4, number_of_a_long_name_5, number_of_a_long_name_6, number_of_a_long_name_7,
    number_of_a_long_name_8, number_of_a_long_name_9, number_of_a_long_name_10,
    number_of_a_long_name_11, number_of_a_long_name_12, number_of_a_long_name_13,
    number_of_a_long_name_14, number_of_a_long_name_15, number_of_a_long_name_16,
    number_of_a_long_name_17, number_of_a_long_name_18, number_of_a_long_name_19,
    number_of_a_long_name_20, number_of_a_long_name_21, number_of_a_long_name_22,
    number_of_a_long_name_23, number_of_a_long_name_24, number_of_a_long_name_25,
    number_of_a_long_name_26, number_of_a_long_name_27, number_of_a_long_name_28,
    number_of_a_long_name_29, number_of_a_long_name_30, number_of_a_long_name_31,
    number_of_a_long_name_32, number_of_a_long_name_33, number_of_a_long_name_34,
    number_of_a_long_name_35, number_of_a_long_name_36, number_of_a_long_name_37,
    number_of_a_long_name_38, number_of_a_long_name_39,
):  # a prototype of more than a thousand characters
    return number_of_a_long_name_0 + number_of_a_long_name_39


def int(double, struct):  # noqa: A001  names that C has other meanings for
    goto = double * 2
    F64 = goto + struct
    return F64 + goto
