# expect-error 4:7: LinAlgError: SVD did not converge
import numpy as np

print(np.linalg.svdvals(np.array([[np.nan, 1], [1, 2]])))
