# expect-oracle
# Remainders of floats of all sizes, among them what one division does not decide.
import numpy as np
rng = np.random.default_rng(3)
def f(a, b):
    return np.fmod(a, b), a % b, a // b
for dt in (np.float64, np.float32):
    x = np.concatenate([rng.normal(size=1000) * 128, np.ldexp(rng.normal(size=1000), rng.integers(-60, 60, 1000)), np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-310, -5e-324, 1e308, 3.0, -3.0, 6.0, 1.5]), rng.integers(-20, 20, 1000) * 0.1]).astype(dt)
    y = rng.permutation(np.concatenate([rng.normal(size=1000), np.ldexp(rng.normal(size=1000), rng.integers(-60, 60, 1000)), np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-310, 5e-324, 1e308, 3.0, -3.0, 6.0, 1.5]), rng.integers(-20, 20, 1000) * 0.1])).astype(dt)
    for k in range(5):
        z = rng.permutation(y)
        r = f(x, z)
        for q in r:
            print(np.nansum(np.where(np.isfinite(q), q, 0)), np.isnan(q).sum(), np.signbit(q).sum(), (q == 0).sum())
            w = q.view(np.uint64 if dt == np.float64 else np.uint32)
            print(np.bitwise_xor.reduce(np.where(np.isnan(q), 0, w)), np.add.reduce(np.where(np.isnan(q), 0, w).astype(np.uint64)))
def show(dt):
    x = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-310, -5e-324, 1e308, 3.0, -3.0, 6.0, 1.5, -1.5, 1e300, 7.25, -7.25], dtype=np.float64).astype(dt)
    for y in x:
        z = np.full(16, y)
        p, q, r = f(x, z)
        print(y, p, q, r)
show(np.float64)
show(np.float32)
