# expect-error 5:1: ValueError: mismatch in its core dimension 1
import numpy as np

out = np.zeros((3, 3))
np.matmul(np.ones((3, 2)), np.ones((2, 4)), out=out)
