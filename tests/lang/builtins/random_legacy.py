# expect-oracle
import numpy as np
np.random.seed(0)
print(np.random.rand(), np.random.rand(3), np.random.rand(2, 2))
print(np.random.randn(3), np.random.randn(), np.random.random(2), np.random.random_sample())
print(np.random.randint(10), np.random.randint(5, 15, 4), np.random.randint(0, 100, (2, 3), dtype=np.int32))
print(np.random.uniform(1, 2, 3), np.random.normal(0, 1, 2), np.random.exponential(size=2), np.random.normal())
x = np.arange(8)
np.random.shuffle(x)
print(x, np.random.permutation(6), np.random.choice(10, 3), np.random.choice(x), np.random.choice(5, 3, replace=False))
np.random.seed([1, 2])
print(np.random.standard_normal(2), np.random.standard_exponential())
