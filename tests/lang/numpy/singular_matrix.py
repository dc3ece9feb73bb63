# expect: 1.0
# expect-error 6:7: LinAlgError: Singular matrix
import numpy as np
a = np.array([[1.0, 2.0], [2.0, 4.0]])
print(a[0, 0])
print(np.linalg.inv(a))
