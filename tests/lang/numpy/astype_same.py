# expect-oracle
# astype without a copy is the array itself where the dtype stays.
import numpy as np

a = np.arange(4.0)
b = a.astype(np.float64, copy=False)
b[0] = 9
c = a.astype(np.float64)
c[1] = 7
d = a.astype(np.int64, copy=False)
d[2] = 5
print(a, b, c, d)
