# expect-error 4:7: LinAlgError: Singular matrix
import numpy as np

print(np.linalg.inv(np.zeros((2, 2))))
