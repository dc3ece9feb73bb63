# The order of a power's products: infinities and rounding show it.
# expect-oracle
import numpy as np


def powers(most):
    overflows = np.array([[1e200, 2.0], [1e-8, np.inf]])
    for k in range(most):
        print(np.linalg.matrix_power(overflows, k).tolist())
    near = np.array([[0.0, 1e200], [1e-200, 1e108]])
    print(np.linalg.matrix_power(near, 3).tolist())
    stack = np.arange(18).reshape(2, 3, 3) % 5 + 1.0 + np.eye(3)
    for k in range(-3, most):
        print(np.round(np.linalg.matrix_power(stack, k), 6).tolist())


powers(7)
whole = np.array([[1, 2], [3, 4]])
same = np.linalg.matrix_power(whole, 1)
same[0, 0] = 9
print(whole.tolist(), np.linalg.matrix_power(whole, 6).tolist(), np.linalg.matrix_power(whole, 0).dtype)
print(np.linalg.matrix_power(whole, -1).dtype)
