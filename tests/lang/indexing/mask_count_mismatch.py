# expect-error 5:1: ValueError
import numpy as np

a = np.arange(6)
a[a > 2] = np.arange(2)
