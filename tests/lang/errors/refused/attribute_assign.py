# expect-error 4:1: NotImplementedError: assigning to this attribute of an array
import numpy as np
a = np.zeros(3)
a.strides = (8, 8)
