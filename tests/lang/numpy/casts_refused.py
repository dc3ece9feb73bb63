# expect-error 5:1: TypeError: Cannot cast array data from dtype('float64') to dtype('int64')
import numpy as np

a = np.zeros(3, np.int64)
np.copyto(a, np.array([1.5, 2.5, 3.5]))
