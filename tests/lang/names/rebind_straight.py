# A name takes another type in a straight line.
# expect-oracle
import numpy as np
x = 1
print(x, x + 1)
x = 2.5
print(x * 2)
x = "text"
print(x)
x = np.arange(3)
print(x + 1)
x = (1, "a")
print(x)
x = None
print(x is None)
x = [1, 2]
print(x, len(x))
