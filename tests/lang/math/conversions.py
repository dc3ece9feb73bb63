# expect-oracle
# Chains of conversions and comparisons of widened values: those that lose nothing are left out, the others done.
import numpy as np


def chains(x):
    return (x.astype(np.float64).astype(x.dtype), x.astype(np.float64).astype(np.float32),
            x.astype(np.float32).astype(np.float64), x.astype(np.int64).astype(np.int16),
            x.astype(np.float64).astype(np.int64).astype(np.int32), x.astype(np.float16).astype(np.float64))


def compared(x, y):
    return (x.astype(np.float64) < y.astype(np.float64), x.astype(np.float64) >= 2.0, x.astype(np.float64) != 2.5,
            x.astype(np.float64) <= -0.0, x.astype(np.float64) == np.nan, x.astype(np.float32) > y)


def show(arrays):
    for a in arrays:
        print(a.dtype, a)


numbers = np.array([0, 1, 2, 3, 127, 128, 200, 255])
for dtype in [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64]:
    x = numbers.astype(dtype)
    show(chains(x))
    show(compared(x, x[::-1]))
large = np.array([2147483647, -2147483648, 16777217, -16777219, 65537, -1])
show(chains(large.astype(np.int32)))
show(compared(large.astype(np.int32), large[::-1].astype(np.int32)))
floats = np.array([0.0, -0.0, 1.5, 2.0, 2.5, -3.25, 1e-3, 60000.0])
with np.errstate(all="ignore"):
    for dtype in [np.float16, np.float32, np.float64]:
        show(chains(floats.astype(dtype)))
        show(compared(floats.astype(dtype), floats[::-1].astype(dtype)))
