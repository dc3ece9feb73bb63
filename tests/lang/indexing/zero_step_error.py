# expect-oracle
import numpy as np
a = np.arange(10)
for step in range(2, -1, -1):
    print(a[::step])
