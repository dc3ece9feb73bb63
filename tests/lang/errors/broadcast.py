# expect-oracle
import numpy as np
def f(n):
    return np.arange(n) + np.arange(3)
for k in range(3, 5):
    print(f(k))
