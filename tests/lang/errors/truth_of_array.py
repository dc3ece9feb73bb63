# expect-error 4:4: ValueError: truth value of an array
import numpy as np
a = np.arange(3)
if a > 1:
    print("x")
