# expect-error 4:7: IndexError: index 5 is out of bounds for axis 0 with size 3
import numpy as np
a = np.arange(3)
print(a[5])
