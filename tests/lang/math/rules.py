# expect-oracle
# Algebraic rules over special values: what keeps the bits is done, what does not is left.
import numpy as np
from numba import njit


def floats(x, y, c):
    return (-(-x), abs(-x), abs(abs(x)), x * 1, x / 1, x - 0.0, x + 0.0, np.floor(np.rint(x)), np.ceil(np.trunc(x)),
            np.copysign(-x, y))


def more_floats(x, y, c):
    return (np.copysign(np.copysign(x, y), x), abs(np.copysign(x, y)), x - -y, -x * -y, -(x - y),
            np.where(c, np.where(c, x, y), -x), np.where(~c, x, y), x - x, x * 0)


def other_floats(x, y):
    return (np.minimum(x, np.minimum(x, y)),
            np.maximum(x, np.minimum(x, y)), np.sqrt(x) ** 2, x * y + x * x, x / y / x)


def ints(x, y, c):
    return (-(-x), abs(abs(x)), x + y - y, x - y + y, x - (x - y), x - -y, -x + y, -x * -y, ~~x, x & ~x, x | ~x,
            x ^ (x ^ y))


def more_ints(x, y, c):
    return ((x & y) & x, x | (x & y), np.minimum(x, np.maximum(x, y)), np.maximum(y, np.maximum(x, y)),
            x * y + x * x, np.where(~c, x, y), x * 8, -(x - y))


def masks(x, y):
    return ~~x, x & ~x, x | ~x, x ^ (x ^ y), (x | y) & x, (x & y) | y, np.where(x, False, True), np.where(~x, y, x)


@njit(fastmath=True)
def fast(x, y):
    a = np.exp(x) * np.exp(y) - np.exp(x + y)
    b = np.log(np.exp(x)) - x
    c = np.sqrt(x) * np.sqrt(x) - x + x / np.sqrt(x) - np.sqrt(x)
    d = x ** 0.5 - np.sqrt(x) + x ** -2.0 - 1 / (x * x) + x ** 3.0 - x * x * x
    e = np.sin(x) / np.cos(x) - np.tan(x) + x * y + x * x - x * (x + y)
    return a, b, c, d, e


def show(results):
    for r in results:
        if r.dtype.kind == "f":
            print(r.dtype, r, np.signbit(r[r == 0]))
        else:
            print(r.dtype, r)


values = [0.0, -0.0, 1.0, -1.5, 2.5, np.inf, -np.inf, np.nan, 5e-324, 1e-40, -3e38, 7e9, 65504.0, 6e-8]
for x in (np.array(values), np.array(values).astype(np.float32), np.array(values).astype(np.float16)):
    y = x[::-1].copy()
    show(floats(x, y, x > 0))
    show(more_floats(x, y, x > 0))
    show(other_floats(x, y))
edges = [0, 1, 2, 3, 127, -128, -1, 255, 2**15, -2**31, 2**62, -2**62 - 2**62]
wide = np.array(edges, dtype=np.int64)
for x in (wide, wide.astype(np.int32), wide.astype(np.int16), wide.astype(np.int8), wide.astype(np.uint8),
          wide.astype(np.uint64), wide.astype(np.uint32)):
    y = x[::-1].copy()
    show(ints(x, y, x > 2))
    show(more_ints(x, y, x > 2))
m = np.array([True, False, True, False])
show(masks(m, np.array([True, True, False, False])))
x = np.linspace(0.25, 1.25, 40)
print([bool(np.all(np.abs(d) < 1e-12)) for d in fast(x, x[::-1].copy())])
z = x.astype(np.float32)
print([bool(np.all(np.abs(d) < 1e-4)) for d in fast(z, z[::-1].copy())])
