# expect-error 4:1: UFuncTypeError
import numpy as np
a = np.arange(3)
a += 0.5
