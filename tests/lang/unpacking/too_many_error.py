# expect-oracle
import numpy as np
a = np.arange(3)
print("before")
x, y = a
