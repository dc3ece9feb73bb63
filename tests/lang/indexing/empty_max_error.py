# expect-oracle
import numpy as np
for n in range(2, -1, -1):
    print(np.arange(n).max())
