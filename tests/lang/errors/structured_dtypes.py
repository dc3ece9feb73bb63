# Records in arrays are refused by name, however the dtype is written.
# expect-error 9:8: NotImplementedError: a structured dtype (use an array for each field) is not supported
import numpy as np

x = np.zeros(3)
y = np.zeros(3, dtype=np.int32)
print(x, y)
names = "x"
both = np.zeros(3, dtype=[("x", "f8"), ("y", "i4")])
