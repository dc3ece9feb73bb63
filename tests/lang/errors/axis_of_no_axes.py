# expect-error 11:7: AxisError: axis 0 is out of bounds for array of dimension 0
# expect-error 12:7: AxisError: axis -1 is out of bounds for array of dimension 0
# expect-error 13:7: AxisError: axis 0 is out of bounds for array of dimension 0
# expect-error 14:7: AxisError: axis 0 is out of bounds for array of dimension 0
# expect-error 15:7: TypeError: cannot accumulate on a scalar
# What counts elements along an axis, or names axes in a tuple, fails for an array of none, though a
# sum along 0 or -1 is the number itself.
import numpy as np

z = np.zeros(())
print(z.mean(axis=0))
print(np.mean(3, axis=-1))
print(z.sum(axis=(0,)))
print(np.count_nonzero(z, axis=(0,)))
print(np.add.accumulate(z))
