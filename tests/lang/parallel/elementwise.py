# expect-oracle
# flags: --target=omp --threads=3 --parallel-from=1
# Loops over elements run in parts: along one axis, rows, few long rows, in place, strided, masked.
import numpy as np


def work(a, m, few):
    b = a * 2.0 + 1.0
    c = m + m.T
    few *= 3.0
    m[::2, 1::3] -= 0.5
    m[m > 2.0] = -1.0
    return b, c, few, m, np.exp(a), a[::-1] - a, np.where(a > 0.5, a, -a), m.astype(np.int32)


def checksum(x):
    return x.shape, x.dtype, float(x.sum()), float((x * np.arange(x.size).reshape(x.shape)).sum())


for n in (0, 1, 7, 8, 100, 5003):
    a = np.linspace(0.0, 1.0, n)
    m = np.arange(n * 37, dtype=np.float32).reshape(37, n) / 100
    few = np.arange(3.0 * n).reshape(3, n)
    for r in work(a, np.ascontiguousarray(m[:, :37] if n > 37 else np.ones((37, 37), np.float32)), few):
        print(checksum(r))


x = np.arange(12.0).reshape(3, 4) * 1e-3
for i in range(20):
    x = x * 1.5 + x[::-1, ::-1]
    x /= x.max()
print(x)
