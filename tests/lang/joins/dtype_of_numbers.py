# expect-oracle
# Attributes of a number that is one of several types.
import numpy as np

for n in (2, 3):
    y = np.int32(5) if n > 2 else np.float64(1.5)
    print(y.dtype, y.itemsize, y.real, y.ndim, y.shape)
    print((y + np.float32(2)).dtype)
