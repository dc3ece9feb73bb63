# expect-error 4:7: LinAlgError: must not contain infs or NaNs
import numpy as np

print(np.linalg.eigvals(np.array([[np.inf, 1], [1, 2]])))
