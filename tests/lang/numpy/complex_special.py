# expect-oracle
# Complex functions of infinities and NaN; sign is exact.
import numpy as np
rng = np.random.default_rng(0)
z = rng.standard_normal(200) + 1j * rng.standard_normal(200)
s = np.sign(z)
print(s.real.view(np.int64).sum(), s.imag.view(np.int64).sum())
z32 = z.astype(np.complex64)
s = np.sign(z32)
print(s[:6])
print(s.real.copy().view(np.int32).sum(dtype=np.int64), s.imag.copy().view(np.int32).sum(dtype=np.int64))
print(np.sign(np.array([0j, complex(np.inf, 1), complex(np.nan, 1), complex(-np.inf, np.inf), complex(1, np.inf), complex(-0.0, 0), 1e300+1e300j, 5e-324j, 1e-320 + 1e-320j])))
print(np.sign(3+4j), np.sign(np.complex64(3+4j)))
v = [0.0, -0.0, 1.5, -1.5, np.inf, -np.inf, np.nan]
c = np.array([complex(a, b) for a in v for b in v])
for f in (np.exp, np.sqrt, np.sinh, np.cosh, np.sign):
    for x, w in zip(c, f(c)):
        print(x, np.round(w, 9))
