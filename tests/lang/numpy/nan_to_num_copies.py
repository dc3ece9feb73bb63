# expect-oracle
# nan_to_num gives a fresh array, of integers too.
import numpy as np

a = np.arange(3)
b = np.nan_to_num(a)
a[0] = 9
print(a, b)
