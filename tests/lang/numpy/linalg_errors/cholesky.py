# expect-error 4:7: LinAlgError: Matrix is not positive definite
import numpy as np

print(np.linalg.cholesky(-np.eye(2)))
