# expect-oracle
# A scalar exponent of 2, 0.5 or -1 gives the bits of a product, a root, a quotient.
import numpy as np


def power(x, p):
    return x**p


rng = np.random.default_rng(3)
for x in (rng.uniform(0, 20, 1003), rng.uniform(-9, 9, 1003).astype(np.float32)):
    for p in (2.0, -1.0):
        p = x.dtype.type(p)
        y = power(x, p)
        print(y.dtype, np.array_equal(y, x * x if p == 2 else 1 / x))
    y = power(np.abs(x), x.dtype.type(0.5))
    print(y.dtype, np.array_equal(y, np.sqrt(np.abs(x))))
