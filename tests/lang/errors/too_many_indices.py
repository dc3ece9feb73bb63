# expect-error 4:7: IndexError: too many indices for array
import numpy as np
a = np.arange(3)
print(a[1, 2])
