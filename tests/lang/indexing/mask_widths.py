# Boolean indexes of all widths, read and written: whole vectors, rests, rows, other strides.
# expect-oracle
# skip-backend gcc: takes GCC half a minute and more to compile
import numpy as np

def spread(n, every):
    k = np.arange(n)
    return (k * 7919 % 1009) % every == 0

for n in (0, 1, 7, 8, 9, 63, 64, 65, 100, 130, 1000):
    for dtype in (np.bool_, np.int8, np.uint16, np.float32, np.int64, np.float64, np.complex64, np.complex128, np.float16):
        a = (np.arange(n) % 120).astype(dtype)
        for every in (1, 2, 3, 20, 2000):
            m = spread(n, every)
            p = a[m]
            print(p.size, p[-3:], p.astype(np.complex128).sum())
            b = a.copy()
            b[m] = p[::-1]
            c = a.copy()
            c[~m] = np.zeros(n - p.size, dtype)
            d = np.tile(a, 2)[::2]
            d[m] = p
            print(b[:20], c[-9:], d[-5:], (a * 1)[::-1][m][:5])
g = np.arange(60.0).reshape(6, 10)
h = g % 3 == 0
print(g[h], g[:, 1:9][h[:, 1:9]], g.T[h.T], g[:, g[0] > 4])
g[:, 2:9][h[:, 2:9]] = np.arange(h[:, 2:9].sum())
g[h.any(axis=1)] = g[h.any(axis=1)][::-1]
print(g)
