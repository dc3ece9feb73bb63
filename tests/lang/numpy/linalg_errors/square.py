# expect-error 4:7: LinAlgError: Last 2 dimensions of the array must be square
import numpy as np

print(np.linalg.det(np.ones((2, 3))))
