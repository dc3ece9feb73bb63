# expect: [1. 0.] [1. 0.]
# expect: [[nan nan]
# expect:  [nan nan]]
# A pivot below the least normal number has no finite inverse. OpenBLAS 0.3.31 leaves the column as it is,
# and NaN likewise, so that NumPy's answer is [2.5, 0.5].
import numpy as np


def known(x):
    return np.linalg.solve(np.array([[x, 2 * x], [3 * x, x]]), np.array([x, 3 * x]))


tiny = np.array([[1e-310, 2e-310], [3e-310, 1e-310]])
print(np.linalg.solve(tiny, np.array([1e-310, 3e-310])), known(1e-310))
print(np.linalg.inv(np.array([[np.nan, 1.0], [1.0, 2.0]])))
