# expect-oracle
import numpy as np
print(np.outer(np.arange(2), np.arange(3), out=np.zeros((2, 3), dtype=int)))
rng = np.random.default_rng(0)
print(rng.normal([0.0, 10, 100], [1.0, 2, 3]))
print(rng.uniform([0.0, 10], [1.0, 20], size=(3, 2)))
