# NaN in absolute values of complex numbers, short powers of complex64, weak ints in gcd.
# expect-oracle
import numpy as np
v = np.full((4, 1), 0.0)
a = v * 1 // np.broadcast_to(v, (2, 4, 1))
print(a.ravel()[:2])
c = a.astype(np.complex128)
print(c.ravel()[:2])
print(np.abs(c).ravel()[:2])
n = np.array([np.nan, np.inf, -np.inf, 1.0])
c = n.astype(np.complex128)
print(c, np.abs(c))
d = n + 1j * n[::-1]
print(np.abs(d), abs(d[0]), np.abs(n.astype(np.complex64)))
z = np.array(0.5j, dtype=np.complex64)
print(np.min(z) ** 1, z ** 3, np.complex64(2 - 1j) ** 2)
u = np.array([12, 18], dtype=np.uint64)
print(np.gcd(u, 8), np.gcd(u, 8).dtype, np.gcd(np.array(0, dtype=np.uint64), 0).dtype, np.lcm(u, 5).dtype, np.gcd(12, 18), np.gcd(-4, np.int8(6)).dtype)
print(np.bincount(np.array([1, 2, 2], dtype=np.uint64)))
