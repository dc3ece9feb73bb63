# expect-oracle
import numpy as np
a = np.arange(12.0).reshape(3, 4)
print(sum([a, a, a]), sum([]), sum([a[0]], np.zeros(4)))
