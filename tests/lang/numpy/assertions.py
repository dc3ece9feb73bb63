# np.testing; facts of ufuncs.
# expect-oracle
import numpy as np

a = np.arange(6.0)
m = np.arange(12.0).reshape(3, 4)

np.testing.assert_allclose(a, a)
print(1)
np.testing.assert_array_equal(m, m.copy())
np.testing.assert_equal(3, 3)
np.testing.assert_array_equal([1.0, np.nan], [1.0, np.nan])
print(1)
np.testing.assert_almost_equal(1.0, 1.00000001)
np.testing.assert_array_almost_equal(a, a + 1e-8)
print(1)
from numpy.testing import assert_allclose
assert_allclose(1.0, 1.0)
print(1)
print(np.add.nin, np.add.nout, np.sqrt.nin, np.sqrt.nargs, np.add.identity, np.multiply.identity, np.subtract.identity, np.logical_or.identity, np.maximum.identity, np.bitwise_and.identity, np.hypot.identity, np.gcd.identity, np.lcm.identity, np.logaddexp.identity, np.sin.identity)
try:
    np.testing.assert_allclose(a, a + 1)
except AssertionError:
    print("differs")
