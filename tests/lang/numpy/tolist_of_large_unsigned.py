# expect-error 5:7: OverflowError
import numpy as np

a = np.array([1, 2], np.uint64) - np.uint64(2)
print(a.tolist())
