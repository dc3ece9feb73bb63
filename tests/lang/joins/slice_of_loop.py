# expect-error 6:9: NotImplementedError
import numpy as np
a = np.arange(5)
for i in range(3):
    s = slice(i, i + 1)
print(a[s])
