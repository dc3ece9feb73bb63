# expect-oracle
# flags: --fastmath
# Sums of products of broadcast arrays, which fastmath may hand to BLAS. The numbers are small and whole, so
# that sums are exact in any order: values, dtypes, shapes and strides are NumPy's.
import numpy as np


def numbers(shape, seed, dtype):
    size = 1
    for extent in shape:
        size *= extent
    return ((np.arange(size) * (7 + seed) + seed * 13) % 11 - 5).astype(dtype).reshape(shape)


def show(name, x):
    weights = (np.arange(x.size) % 7).reshape(x.shape)
    print(name, x.dtype, x.shape, x.strides, abs(x.sum()), abs((x * weights).sum()), np.abs(x.ravel()[:2]))


def middle(a, b):
    return (a[:, :, None] * b[None, :, :]).sum(axis=1)


def last(a, b):
    return np.sum(a[:, None, :] * b[None, :, :], axis=-1)


def first(a, b):
    return (a[:, :, None] * b[:, None, :]).sum(0)


def kept(a, b):
    return (b[None, :, :] * a[:, :, None]).sum(axis=1, keepdims=True)


def mean(a, b):
    return np.rint((a[:, :, None] * b[None, :, :]).mean(axis=1) * 1000)


def stacks(a, b):
    return (a[:, :, :, None] * b[:, None, :, :]).sum(axis=2)


def one_stack(a, b):
    return (a[:, :, :, None] * b[None, None, :, :]).sum(axis=-2)


def two_axes(a, b):
    return (a[:, :, :, None] * b[None, :, :, :]).sum(axis=(1, 2))


def far_apart(a, b):
    return (a[:, None, :, None] * b[None, :, :, None] * 2.0).sum(axis=2)


def scaled(a, b, s, rows, columns):
    return (-s * a[:, :, None] * rows[:, None, None] * b[None, :, :] * columns / 2).sum(axis=1)


def weighted(a, w, b):
    return (a[:, :, None] * w[None, :, None] * b[None]).sum(1), (a[:, None, :] * (w * b.T) / 4).sum(2)


def expressions(a, b):
    return ((a[:, :, None] + 1) * np.abs(b[None, :, :] - 2)).sum(axis=1)


def chain(a, b, c):
    return (a[:, :, None, None] * b[None, :, :, None] * c[None, None, :, :]).sum(axis=(1, 2))


def three(x, b, c):
    return (x[:, :, :, None] * b[None, :, None, :] * c[None, None]).sum((1, 2))


def overwritten(a, b):
    product = a[:, :, None] * b[None, :, :]
    a[:] = 0
    return product.sum(axis=1)


def stored(a, b):
    product = a[:, :, None] * b[None, :, :]
    product[0, 0, 0] = 100
    sums = product.sum(axis=1)
    sums[1] = -1
    return sums, product[0, 0, 0]


def used_twice(a, b):
    product = a[:, :, None] * b[None, :, :]
    return product.sum(axis=1), product.sum(axis=(0, 2))


def steps(a, b, n):
    for k in range(n):
        a = (a[:, :, None] * b[None, :, :]).sum(axis=1) % 7
    return a


def vectors(a, x, y):
    return (a * x).sum(axis=1), (y[:, None] * a).sum(0), (x * x).sum()


def scores(q, k):
    s = (q[:, None, :] * k[None, :, :]).sum(-1)
    return s - s.max(axis=1, keepdims=True)


def run(n, k, m, dtype):
    a, b = numbers((n, k), 1, dtype), numbers((k, m), 2, dtype)
    show("middle", middle(a, b))
    show("last", last(a, numbers((m, k), 3, dtype)))
    show("first", first(numbers((k, n), 4, dtype), b))
    show("kept", kept(a, b))
    show("vectors", vectors(a, a[0], a[:, 0])[0])
    show("vectors", vectors(a, a[0], a[:, 0])[1])


for sizes in [(4, 4, 4), (8, 1, 9), (33, 40, 35), (40, 64, 2), (100, 9, 100)]:
    n, k, m = sizes
    run(n, k, m, np.float64)
    show("mean", mean(numbers((n, max(k, 1)), 1, np.float64), numbers((max(k, 1), m), 2, np.float64)))
    run(n, k, m, np.float32)
run(33, 40, 35, np.complex128)
run(33, 40, 35, np.complex64)
run(33, 40, 35, np.int64)
run(33, 40, 35, np.float16)

a, b = numbers((36, 40), 1, np.float64), numbers((40, 38), 2, np.float64)
show("empty", middle(a[:0], b))
show("empty", middle(a[:, :0], b[:0]))
show("empty", last(a[:, :0], a[:, :0]))
show("transposed", middle(numbers((40, 36), 1, np.float64).T, b))
show("transposed", middle(a, numbers((38, 40), 2, np.float64).T))
show("transposed", middle(numbers((40, 36), 1, np.float64).T, numbers((38, 40), 2, np.float64).T))
show("transposed", last(numbers((40, 36), 1, np.float64).T, numbers((38, 40), 2, np.float64)))
show("transposed", last(numbers((40, 36), 1, np.float64).T, numbers((40, 38), 2, np.float64).T))
show("transposed", first(b, b[:, ::-1]))
show("strided", middle(a[::2, ::-1], b[:, ::3]))
show("one row", middle(a, b[3:4]))
show("one column", middle(a[:, 5:6], b))
show("itself", last(a, a))
show("stacks", stacks(numbers((5, 36, 40), 1, np.float64), numbers((5, 40, 38), 2, np.float64)))
show("one of a stack", stacks(numbers((1, 36, 40), 1, np.float64), numbers((5, 40, 38), 2, np.float64)))
show("one stack", one_stack(numbers((5, 36, 40), 1, np.float64), b))
show("two axes", two_axes(numbers((36, 8, 9), 1, np.float64), numbers((8, 9, 38), 2, np.float64)))
show("far apart", far_apart(a, numbers((38, 40), 2, np.float64)))
show("scaled", scaled(a, b, 3.0, a[:, 0].copy(), b[0].copy()))
for part in weighted(a, a[0].copy(), b):
    show("weighted", part)
show("expressions", expressions(a, b))
show("chain", chain(a, b, numbers((38, 41), 2, np.float64)))
show("three", three(numbers((36, 20, 21), 1, np.float64), numbers((20, 9), 2, np.float64),
                    numbers((21, 9), 2, np.float64)))
show("overwritten", overwritten(a.copy(), b))
for part in used_twice(a, b):
    show("used twice", part)
sums, element = stored(a, b)
show("stored", sums)
print(element)
show("steps", steps(numbers((40, 40), 1, np.float64), numbers((40, 40), 2, np.float64), 5))
show("scores", scores(a, numbers((38, 40), 2, np.float64)))
show("top level", (a[:, :, None] * b[None, :, :]).sum(axis=1))
try:
    middle(a, a)
except ValueError:
    print("ValueError")
