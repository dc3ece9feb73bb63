# expect: before
# expect-error 7:7: ValueError: operands could not be broadcast together with shapes (2,3) (3,2)
import numpy as np

a = np.ones((2, 3))
print("before")
print(a + np.ones((3, 2)))
