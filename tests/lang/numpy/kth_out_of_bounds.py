# expect-error 4:7: ValueError: kth(=9) out of bounds (7)
import numpy as np

print(np.partition(np.arange(7), 9))
