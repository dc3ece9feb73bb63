# expect-error 3:7: NotImplementedError
import numpy as np
print(np.array([1, "a"]))
