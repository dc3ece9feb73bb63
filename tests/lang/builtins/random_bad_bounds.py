# expect-error 5:7: ValueError: low >= high
import numpy as np
rng = np.random.default_rng(1)
n = len([1]) * 5
print(rng.integers(n, n))
