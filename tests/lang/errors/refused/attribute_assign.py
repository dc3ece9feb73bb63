# expect-error 4:1: NotImplementedError: assigning to an attribute
import numpy as np
a = np.zeros(3)
a.shape = (3, 1)
