# expect-oracle
# dtype= of a ufunc chooses the loop by its result.
import numpy as np

z = np.array([3 + 4j, 1j])
x = np.array([1, 4], np.uint8)
print(np.abs(z, dtype=np.float64), np.less(x, 2, dtype=bool), np.isnan(z, dtype=np.bool_))
print(np.logical_and(x, z, dtype=bool), np.sqrt(x, dtype=np.float32), np.add(x, x, dtype=np.int64))
print(np.divide(x, x, dtype=np.float32).dtype, np.signbit([-1.0, 2.0], dtype=bool))
print(np.add([True, False], [True, True], dtype=bool), np.multiply(x, 2.5, dtype=np.float64))
