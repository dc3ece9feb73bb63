# A union is no index where it may be a float.
# expect-error 7:11: IndexError
import numpy as np
a = np.arange(4)
for k in range(2):
    i = 1 if k == 0 else 1.5
    print(a[i])
