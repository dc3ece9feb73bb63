# expect: 1.0
# expect-error 7:7: ValueError: All-NaN slice encountered
import numpy as np
m = np.array([[1.0, np.nan], [np.nan, np.nan]])
print(m[0, 0])
# a row of NaN has no smallest element
print(np.nanargmin(m, axis=1))
