# expect-oracle
import numpy as np
for k in range(1, -2, -1):
    print(np.zeros(k))
