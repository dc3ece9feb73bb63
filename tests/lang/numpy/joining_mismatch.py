# expect: before
# expect-error 6:7: ValueError
import numpy as np
a = np.ones((2, 3))
print("before")
print(np.concatenate((a, np.ones((2, 4)))))
