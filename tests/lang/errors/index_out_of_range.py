# expect-oracle
import numpy as np
a = np.arange(4)
l = [1, 2]
for k in range(-4, 5):
    print(a[k])
