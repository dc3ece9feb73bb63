# expect-error 5:7: OverflowError: Python integer 300 out of bounds for uint8
import numpy as np

a = np.arange(3, dtype=np.uint8)
print(a + 300)
