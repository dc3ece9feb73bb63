# expect-oracle
# Products with powers of two and neighbours, over all exponents, in vectors and scalars.
import math

import numpy as np


def bits(x):
    return int((x.view(np.uint64) % np.uint64(1000003)).sum())


def bits32(x):
    return int((x.view(np.uint32).astype(np.uint64) % np.uint64(1000003)).sum())


rng = np.random.default_rng(5)
special = np.array([0.0, -0.0, 5e-324, -5e-324, 2.2250738585072014e-308, 1.0, -1.5, 1.7976931348623157e308, np.inf, -np.inf])
x = np.concatenate([special, rng.integers(0, 0x7FE0000000000000, 4000).view(np.float64), rng.standard_normal(1000)])
x = x[np.isfinite(x) | np.isinf(x)]
with np.errstate(all="ignore"):
    for n in (0, 1, -1, 52, -53, 900, -969, -970, 1022, 1023, 1024, -1022, -1023, -1024, -1074, -1075, -1991, -1992, 2046, 2047, 2097, 2098, -2098, -2099, -3100, 3100, 100000, -100000):
        print(n, bits(np.ldexp(x, n)), bits(np.ldexp(-x, n)))
    e = rng.integers(-2200, 2200, x.size)
    print(bits(np.ldexp(x, e)))
    f = x[10:].astype(np.float32)
    small = (rng.integers(0, 0x7F800000, 4000)).astype(np.uint32).view(np.float32)
    for n in (0, 1, -1, 24, -25, 126, 127, 128, -125, -126, -127, -148, -149, -150, 200, -200, 277, -278, 300, 301, -300, -301, 9999, -9999):
        print(n, bits32(np.ldexp(f, n)), bits32(np.ldexp(small, n)), bits32(np.ldexp(-small, np.int8(n % 100))))
    print(np.ldexp(np.array([1.5, np.nan], np.float16), 3), np.ldexp(np.nan, 3))
    y = np.concatenate([x[3000:], x[:3000]])
    print(bits(np.nextafter(x, y)), bits(np.nextafter(y, x)), bits(np.nextafter(x, -x)), bits(np.nextafter(x, np.inf)), bits(np.nextafter(x, -np.inf)))
    print(np.nextafter(special, 0.0), np.nextafter(special, 1.0), np.nextafter(special, -np.inf), np.nextafter(0.0, special))
    g = np.concatenate([special.astype(np.float32), small])
    print(bits32(np.nextafter(g, g[::-1])), bits32(np.nextafter(g, np.float32(np.inf))), bits32(np.nextafter(g, np.float32(-1))))
    print(np.isnan(np.nextafter(np.array([np.nan, 1.0, 2.0]), np.array([1.0, np.nan, 2.0]))))
print(math.ldexp(0.75, -1073), math.ldexp(0.75, -1074), math.ldexp(1.0, 1023), math.ldexp(-0.0, 5), math.ldexp(math.inf, -9))
print(math.nextafter(1.0, 2.0), math.nextafter(0.0, -1.0), math.nextafter(math.inf, 0.0), math.ulp(1.0))
