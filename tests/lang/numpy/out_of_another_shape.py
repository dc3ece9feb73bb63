# expect-error 5:1: ValueError
import numpy as np

x = np.zeros(3)
np.sum(np.ones((4, 2)), axis=1, out=x)
