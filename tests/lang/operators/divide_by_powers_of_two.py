# expect-oracle
# Division by a constant power of two is a multiplication where that gives the same bits.
import numpy as np


def divide(a):
    return a / 2.0, a / -0.25, a / 1.0, a / 2.0**1022, a / 2.0**1023, a / 2.0**-1022, a / 2.0**-1074


def halves(a):
    return a / np.float32(8.0), a / np.float32(2.0**-126), a / np.float32(2.0**127), a / 3.0, a / 0.0


a = np.array([0.0, -0.0, 1.0, -3.7, 5e-324, 1.5e-308, 1.7e308, np.inf, -np.inf, np.nan, 2.0**-1022 * 1.3])
for r in divide(a):
    print(r, np.signbit(r), r.view(np.int64)[:9])
b = np.array([0.0, -0.0, 1.0, -3.7, 1e-45, 1.2e-38, 3.4e38, np.inf, np.nan], dtype=np.float32)
for r in halves(b):
    print(r, r.dtype, r.view(np.int32)[:8])
print((np.arange(5) / 4).sum(), 7 / 2, np.int64(7) / 2, np.float16(7) / 2, (np.arange(3) + 1j) / 2)
