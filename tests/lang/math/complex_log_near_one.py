# expect-oracle
# Where |z| is near 1 the logarithm's real part is small beside the parts of z.
import numpy as np

rng = np.random.default_rng(5)
z = 1 + 1e-3 * (rng.normal(size=500) + 1j * rng.normal(size=500))
w = np.log(z)
# Against a series with what is left of z - 1, which is exact.
d = z - 1
series = d - d**2 / 2 + d**3 / 3 - d**4 / 4 + d**5 / 5 - d**6 / 6
print(np.max(np.abs(w - series) / np.abs(w)) < 1e-15)
