# expect-oracle
import numpy as np
rng = np.random.default_rng(42)
print(rng.random(), rng.random(3), rng.random((2, 2)))
print(rng.integers(10), rng.integers(5, 15), rng.integers(0, 100, 5), rng.integers(0, 256, (2, 3), dtype=np.uint8))
print(rng.integers(1, 6, endpoint=True, size=4), rng.integers(2, dtype=bool))
print(rng.uniform(-1, 1), rng.uniform(0, 10, 3), rng.normal(), rng.normal(5, 2, (2, 2)))
print(rng.standard_normal(4), rng.standard_normal(), rng.exponential(2.0, 2), rng.random(2, dtype=np.float32))
a = np.arange(10)
rng.shuffle(a)
print(a, rng.permutation(5), rng.permutation(np.arange(6).reshape(3, 2)))
print(rng.choice(10, 4), rng.choice(a, 3, replace=False), rng.choice(5), rng.choice([1.5, 2.5, 3.5], p=[0.1, 0.2, 0.7]))
n = 4
m = rng.normal(size=n)
print(m.shape, m.mean() + rng.random())
print(np.random.default_rng([1, 2, 3]).random(2), np.random.default_rng(2**40).integers(1000, size=3))
total = 0.0
for i in range(5):
    total += rng.random()
print(total)
