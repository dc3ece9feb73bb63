# expect-oracle
import numpy as np
print(np.float64(1.5), np.float32(0.1), np.int8(-3), np.bool_(True), np.complex64(1 + 2j))
print([np.float64(1.5), np.float64(2.0)])
print((np.float32(0.1), np.int64(3)))
print(np.array([1.0, 2.5]), np.array([[1, 2], [3, 4]]))
a = np.arange(6).reshape(2, 3)
print("a =", a, "done")
print(a.dtype, a.shape)
