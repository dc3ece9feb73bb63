# expect-oracle
import numpy as np

a = np.array([1.0, np.nan, np.inf, 2.0])
print(np.isclose(a, a), np.isclose(a, a, equal_nan=True), np.isclose(1.0, 1.0 + 1e-9), np.isclose([1, 2], [1, 2.1], rtol=0.1), np.isclose(np.float32(0.1), 0.1))
print(np.allclose(a, a), np.allclose(a, a, equal_nan=True), np.allclose([1e10, 1e-7], [1.00001e10, 1e-8]), np.allclose(1, 1))
print(np.array_equal(a, a), np.array_equal([1, 2], [1, 2]), np.array_equal([1, 2], [1, 2, 3]), np.array_equal(a, a, equal_nan=True), np.array_equal([[1]], [1]), np.array_equiv([1, 1], [[1, 1], [1, 1]]))
print(np.fix(np.array([1.5, -1.5, 0.2])), np.fix(-2.7), np.fix(np.arange(3)))
