# expect-error 3:7: ValueError: 'list' argument must have no negative elements
import numpy as np
print(np.bincount(np.array([1, -1])))
