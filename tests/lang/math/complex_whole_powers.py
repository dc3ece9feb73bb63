# expect-oracle
# Complex powers with whole exponents are products, also where only the run tells the exponent.
import numpy as np

z = np.array([-2 + 0j, 4 - 0j, 1 + 1j, 0j, -3.5 + 0.25j, 3j])
for n in (0, 1, 3, 4, 5, 6, 7, 8, 99, -2, -3, -4, -5, -99):
    print(n, z**n, np.power(z, n))
print(z**4, np.power(z, 6), z**-4, z**99)
print(np.power(z, np.array([2, 2, 3, 0, -1, 5])), z ** np.array([2, 3, -1, 4, 100, -100]))
print(np.power(z[:3], np.array([2.0, 3.0, 0.5])))
print(z.astype(np.complex64) ** np.array([2, 5, 7, 1, 3, -2], dtype=np.int16))
s = z[0]
print(s**2, s**4, np.complex128(-2 + 0j) ** 3)
