# expect-oracle
import numpy as np

z = np.array([1 + 2j, -2.5 - 0.5j, 3 + 0j, 1j, 0.1 + 0.1j, -4 + 0j, -1 - 0.0j, 25 + 1j, 0j])
print(np.exp(z), np.log(z), np.sqrt(z), np.expm1(z), np.log2(z), np.log10(z), np.log1p(z), np.exp2(z))
print(np.sin(z), np.cos(z), np.tan(z), np.sinh(z), np.cosh(z), np.tanh(z))
print(z ** 2, z ** 3, z ** 0.5, z ** (1 + 1j), z ** 0, 2 ** z, z[:8] ** -1, z[:8] ** -2)
print(np.reciprocal(z), np.sqrt(z.astype(np.complex64)))
c = 1 + 2j
for k in [0, 1]:
    print((c + k) ** 2, (c + k) ** 3, (c + k) ** -1, (c + k) ** 0)
