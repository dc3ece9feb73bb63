# gamma and lgamma are CPython's to the bit, in loops too.
# expect-oracle
import math

import numpy as np


def values(n):
    rng = np.random.default_rng(7)
    x = rng.uniform(-170.0, 171.0, n)
    x[::3] = rng.uniform(-4.0, 6.0, x[::3].size)
    x[1::7] = rng.uniform(0.0, 1.0, x[1::7].size) * rng.uniform(0.0, 1e-20, x[1::7].size)
    x[2::11] = np.arange(x[2::11].size) % 150 + 1
    return x


def apply(x):
    r = np.empty((2, x.size))
    for i in range(x.size):
        r[0, i] = math.gamma(x[i])
        r[1, i] = math.lgamma(x[i])
    return r


bits = apply(values(20000)).view(np.int64)
print(np.bitwise_xor.reduce(bits, axis=1), bits.sum(axis=1))
print(math.lgamma(1e300), math.lgamma(-1e-300), math.gamma(-180.5), math.gamma(-201.5), math.gamma(1e-308))
print(math.lgamma(math.inf), math.lgamma(-math.inf), math.gamma(math.inf), math.gamma(math.nan))


def refused(f, x):
    try:
        f(x)
        return "no error"
    except ValueError:
        return "ValueError"
    except OverflowError:
        return "OverflowError"


for x in [0.0, -0.0, -3.0, -math.inf, 171.7, 1e306]:
    print(x, refused(math.gamma, x), refused(math.lgamma, x))
