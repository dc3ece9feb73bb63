# expect-oracle
# Convolutions for every dtype and mode; polynomials: fits, products, quotients, roots.
import numpy as np
def r(x):
    return np.round(x, 8) + 0.0
a = np.array([1, 2, 3, 4, 5, 6, 7])
v = np.array([1, -1, 2])
for dt in (np.int8, np.uint8, np.int64, np.float16, np.float32, np.float64, np.complex64, np.complex128, np.bool_):
    x = a.astype(dt)
    y = v.astype(dt)
    for mode in ("full", "same", "valid"):
        print(np.convolve(x, y, mode), np.convolve(y, x, mode), np.correlate(x, y, mode), np.correlate(y, x, mode), np.convolve(x, y, mode).dtype)
z = a + 1j * a[::-1]
print(np.correlate(z, v * 1j, "full"), np.correlate(v * 1j, z, "full"), np.convolve(z, v), np.convolve(3, a))
k = np.array([1.0, np.inf, 2.0])
print(np.convolve(np.ones(5), k), np.correlate(np.ones(5), k, "same"))
big = np.arange(5000) % 17
taps = np.arange(37) % 5 - 2
print(np.convolve(big, taps).sum(), np.convolve(big, taps)[[0, 36, 2047, 2048, 2049, 5000, -1]], np.correlate(big * 0.5, taps, "same")[::700])
p = [1, -3, 2, 5]
q = np.array([2.0, 1.0])
print(np.polyval(p, 2), np.polyval(p, a), np.polyval(q, 1.5), np.polyadd(p, q), np.polysub(q, p), np.polysub([1, 2], [3]), np.polymul(p, q), np.polymul([0, 1], [2, 3]))
print(np.polydiv(p, q), np.polydiv([1, 0, -1], [1, 1]), np.polyint(p), np.polyint(p, 2, 3), np.polyint([1.0], 3, [1, 2, 3]), np.polyder(p), np.polyder(p, 2), np.polyint(q, k=2))
t = np.arange(6.0)
y = np.array([0.1, 1.2, 3.9, 9.2, 15.8, 25.3])
print(r(np.polyfit(t, y, 2)), r(np.polyfit(t, np.stack([y, 2 * y], axis=1), 1)), r(np.polyfit(t, y, 1, w=np.arange(1, 7))))
c, res, rank, s, rc = np.polyfit(t, y, 2, full=True)
print(r(c), r(res), rank, r(s), rc)
c, m = np.polyfit(t, y, 2, cov=True)
print(r(c), r(m), r(np.polyfit(t, y, 1, cov="unscaled")[1]), np.polyfit(t.astype(np.float32), y.astype(np.float32), 1).dtype)
print(np.poly([1, 2, 3]), np.poly(np.array([0.5, -0.5])))
w = np.roots([1, -6, 11, -6])
print(r(np.sort(w)))
u = np.roots([1, 0, 1, 0, 0])
print(r(u))
print(np.roots([0, 0]), np.roots([5]), np.roots([0, 1, -2]))
b1 = np.poly(np.array([1j, -1j]))
b2 = np.poly(np.array([[2.0, 1.0], [1.0, 3.0]]))
b3 = np.poly(np.array([1j, 2]))
print(r(b1), b1.dtype, r(b2), b2.dtype, r(b3), b3.dtype)
print(r(np.roots(np.array([1, 1j]))))
