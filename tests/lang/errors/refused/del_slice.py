# expect-error 4:5: TypeError
import numpy as np
a = np.arange(4)
del a[1]
