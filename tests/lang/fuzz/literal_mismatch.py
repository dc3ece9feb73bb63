# expect-error 6:5: ValueError: mismatch in its core dimension
import numpy as np

a = (np.arange(12, dtype=np.uint64) - np.uint64(9)).reshape(4, 3).T
b = np.array([20, 16, 30], dtype=np.uint64)[::-1]
r = np.matmul(a, b)
print(repr(r))
